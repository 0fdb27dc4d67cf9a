// Generated from the wire contract by `npm run generate`; do not edit.
// 362fe699109e5438 c4979a452c86088d
import 'dart:convert';

AdoptGuestRequest adoptGuestRequestFromJson(String str) => AdoptGuestRequest.fromJson(json.decode(str));

String adoptGuestRequestToJson(AdoptGuestRequest data) => json.encode(data.toJson());

AdoptGuestResponse adoptGuestResponseFromJson(String str) => AdoptGuestResponse.fromJson(json.decode(str));

String adoptGuestResponseToJson(AdoptGuestResponse data) => json.encode(data.toJson());

Balance balanceFromJson(String str) => Balance.fromJson(json.decode(str));

String balanceToJson(Balance data) => json.encode(data.toJson());

Balances balancesFromJson(String str) => Balances.fromJson(json.decode(str));

String balancesToJson(Balances data) => json.encode(data.toJson());

BatchEventsRequest batchEventsRequestFromJson(String str) => BatchEventsRequest.fromJson(json.decode(str));

String batchEventsRequestToJson(BatchEventsRequest data) => json.encode(data.toJson());

BatchEventsResponse batchEventsResponseFromJson(String str) => BatchEventsResponse.fromJson(json.decode(str));

String batchEventsResponseToJson(BatchEventsResponse data) => json.encode(data.toJson());

BindDeviceRequest bindDeviceRequestFromJson(String str) => BindDeviceRequest.fromJson(json.decode(str));

String bindDeviceRequestToJson(BindDeviceRequest data) => json.encode(data.toJson());

BindDeviceResponse bindDeviceResponseFromJson(String str) => BindDeviceResponse.fromJson(json.decode(str));

String bindDeviceResponseToJson(BindDeviceResponse data) => json.encode(data.toJson());

CancelWithdrawalRequest cancelWithdrawalRequestFromJson(String str) => CancelWithdrawalRequest.fromJson(json.decode(str));

String cancelWithdrawalRequestToJson(CancelWithdrawalRequest data) => json.encode(data.toJson());

CancelWithdrawalResponse cancelWithdrawalResponseFromJson(String str) => CancelWithdrawalResponse.fromJson(json.decode(str));

String cancelWithdrawalResponseToJson(CancelWithdrawalResponse data) => json.encode(data.toJson());

ClaimReferralRequest claimReferralRequestFromJson(String str) => ClaimReferralRequest.fromJson(json.decode(str));

String claimReferralRequestToJson(ClaimReferralRequest data) => json.encode(data.toJson());

ClaimReferralResponse claimReferralResponseFromJson(String str) => ClaimReferralResponse.fromJson(json.decode(str));

String claimReferralResponseToJson(ClaimReferralResponse data) => json.encode(data.toJson());

ConfigDocument configDocumentFromJson(String str) => ConfigDocument.fromJson(json.decode(str));

String configDocumentToJson(ConfigDocument data) => json.encode(data.toJson());

CreateUserRequest createUserRequestFromJson(String str) => CreateUserRequest.fromJson(json.decode(str));

String createUserRequestToJson(CreateUserRequest data) => json.encode(data.toJson());

CreateUserResponse createUserResponseFromJson(String str) => CreateUserResponse.fromJson(json.decode(str));

String createUserResponseToJson(CreateUserResponse data) => json.encode(data.toJson());

DaysDocument daysDocumentFromJson(String str) => DaysDocument.fromJson(json.decode(str));

String daysDocumentToJson(DaysDocument data) => json.encode(data.toJson());

DeleteAccountRequest deleteAccountRequestFromJson(String str) => DeleteAccountRequest.fromJson(json.decode(str));

String deleteAccountRequestToJson(DeleteAccountRequest data) => json.encode(data.toJson());

DeleteAccountResponse deleteAccountResponseFromJson(String str) => DeleteAccountResponse.fromJson(json.decode(str));

String deleteAccountResponseToJson(DeleteAccountResponse data) => json.encode(data.toJson());

Event eventFromJson(String str) => Event.fromJson(json.decode(str));

String eventToJson(Event data) => json.encode(data.toJson());

ExportMyDataRequest exportMyDataRequestFromJson(String str) => ExportMyDataRequest.fromJson(json.decode(str));

String exportMyDataRequestToJson(ExportMyDataRequest data) => json.encode(data.toJson());

ExportMyDataResponse exportMyDataResponseFromJson(String str) => ExportMyDataResponse.fromJson(json.decode(str));

String exportMyDataResponseToJson(ExportMyDataResponse data) => json.encode(data.toJson());

GetStatementRequest getStatementRequestFromJson(String str) => GetStatementRequest.fromJson(json.decode(str));

String getStatementRequestToJson(GetStatementRequest data) => json.encode(data.toJson());

GetStatementResponse getStatementResponseFromJson(String str) => GetStatementResponse.fromJson(json.decode(str));

String getStatementResponseToJson(GetStatementResponse data) => json.encode(data.toJson());

HoldsDocument holdsDocumentFromJson(String str) => HoldsDocument.fromJson(json.decode(str));

String holdsDocumentToJson(HoldsDocument data) => json.encode(data.toJson());

InboxDocument inboxDocumentFromJson(String str) => InboxDocument.fromJson(json.decode(str));

String inboxDocumentToJson(InboxDocument data) => json.encode(data.toJson());

MonthlyStatsDocument monthlyStatsDocumentFromJson(String str) => MonthlyStatsDocument.fromJson(json.decode(str));

String monthlyStatsDocumentToJson(MonthlyStatsDocument data) => json.encode(data.toJson());

RequestWithdrawalRequest requestWithdrawalRequestFromJson(String str) => RequestWithdrawalRequest.fromJson(json.decode(str));

String requestWithdrawalRequestToJson(RequestWithdrawalRequest data) => json.encode(data.toJson());

RequestWithdrawalResponse requestWithdrawalResponseFromJson(String str) => RequestWithdrawalResponse.fromJson(json.decode(str));

String requestWithdrawalResponseToJson(RequestWithdrawalResponse data) => json.encode(data.toJson());

SignOutEverywhereRequest signOutEverywhereRequestFromJson(String str) => SignOutEverywhereRequest.fromJson(json.decode(str));

String signOutEverywhereRequestToJson(SignOutEverywhereRequest data) => json.encode(data.toJson());

SignOutEverywhereResponse signOutEverywhereResponseFromJson(String str) => SignOutEverywhereResponse.fromJson(json.decode(str));

String signOutEverywhereResponseToJson(SignOutEverywhereResponse data) => json.encode(data.toJson());

UsersDocument usersDocumentFromJson(String str) => UsersDocument.fromJson(json.decode(str));

String usersDocumentToJson(UsersDocument data) => json.encode(data.toJson());

WithdrawalsDocument withdrawalsDocumentFromJson(String str) => WithdrawalsDocument.fromJson(json.decode(str));

String withdrawalsDocumentToJson(WithdrawalsDocument data) => json.encode(data.toJson());

class AdoptGuestRequest {
    final String deviceHash;
    final String guestToken;
    final String idempotencyKey;

    AdoptGuestRequest({
        required this.deviceHash,
        required this.guestToken,
        required this.idempotencyKey,
    });

    factory AdoptGuestRequest.fromJson(Map<String, dynamic> json) => AdoptGuestRequest(
        deviceHash: json["deviceHash"],
        guestToken: json["guestToken"],
        idempotencyKey: json["idempotencyKey"],
    );

    Map<String, dynamic> toJson() => {
        "deviceHash": deviceHash,
        "guestToken": guestToken,
        "idempotencyKey": idempotencyKey,
    };
}

class AdoptGuestResponse {
    final Balances balances;
    final String deviceHash;
    final bool replayed;
    final String uid;

    AdoptGuestResponse({
        required this.balances,
        required this.deviceHash,
        required this.replayed,
        required this.uid,
    });

    factory AdoptGuestResponse.fromJson(Map<String, dynamic> json) => AdoptGuestResponse(
        balances: Balances.fromJson(json["balances"]),
        deviceHash: json["deviceHash"],
        replayed: json["replayed"],
        uid: json["uid"],
    );

    Map<String, dynamic> toJson() => {
        "balances": balances.toJson(),
        "deviceHash": deviceHash,
        "replayed": replayed,
        "uid": uid,
    };
}

class Balances {
    final Balance coins;
    final Balance eth;
    final Balance gems;
    final Balance points;

    Balances({
        required this.coins,
        required this.eth,
        required this.gems,
        required this.points,
    });

    factory Balances.fromJson(Map<String, dynamic> json) => Balances(
        coins: Balance.fromJson(json["coins"]),
        eth: Balance.fromJson(json["eth"]),
        gems: Balance.fromJson(json["gems"]),
        points: Balance.fromJson(json["points"]),
    );

    Map<String, dynamic> toJson() => {
        "coins": coins.toJson(),
        "eth": eth.toJson(),
        "gems": gems.toJson(),
        "points": points.toJson(),
    };
}

class Balance {
    final int available;
    final int locked;

    Balance({
        required this.available,
        required this.locked,
    });

    factory Balance.fromJson(Map<String, dynamic> json) => Balance(
        available: json["available"],
        locked: json["locked"],
    );

    Map<String, dynamic> toJson() => {
        "available": available,
        "locked": locked,
    };
}

class BatchEventsRequest {
    final String? deviceHash;
    final List<EventElement> events;
    final String? forUid;

    BatchEventsRequest({
        this.deviceHash,
        required this.events,
        this.forUid,
    });

    factory BatchEventsRequest.fromJson(Map<String, dynamic> json) => BatchEventsRequest(
        deviceHash: json["deviceHash"],
        events: List<EventElement>.from(json["events"].map((x) => EventElement.fromJson(x))),
        forUid: json["forUid"],
    );

    Map<String, dynamic> toJson() => {
        if (deviceHash != null) "deviceHash": deviceHash,
        "events": List<dynamic>.from(events.map((x) => x.toJson())),
        if (forUid != null) "forUid": forUid,
    };
}

class EventElement {
    final int? expectedCoins;
    final String idempotencyKey;
    final EventMetadata metadata;
    final int occurredAt;
    final Type type;

    EventElement({
        this.expectedCoins,
        required this.idempotencyKey,
        required this.metadata,
        required this.occurredAt,
        required this.type,
    });

    factory EventElement.fromJson(Map<String, dynamic> json) => EventElement(
        expectedCoins: json["expectedCoins"],
        idempotencyKey: json["idempotencyKey"],
        metadata: EventMetadata.fromJson(json["metadata"]),
        occurredAt: json["occurredAt"],
        type: typeValues.map[json["type"]]!,
    );

    Map<String, dynamic> toJson() => {
        if (expectedCoins != null) "expectedCoins": expectedCoins,
        "idempotencyKey": idempotencyKey,
        "metadata": metadata.toJson(),
        "occurredAt": occurredAt,
        "type": typeValues.reverse[type],
    };
}

class EventMetadata {
    final double? durationSeconds;
    final String? gameName;
    final int? score;
    final String? adUnit;
    final String? ssvTransactionId;

    EventMetadata({
        this.durationSeconds,
        this.gameName,
        this.score,
        this.adUnit,
        this.ssvTransactionId,
    });

    factory EventMetadata.fromJson(Map<String, dynamic> json) => EventMetadata(
        durationSeconds: json["durationSeconds"]?.toDouble(),
        gameName: json["gameName"],
        score: json["score"],
        adUnit: json["adUnit"],
        ssvTransactionId: json["ssvTransactionId"],
    );

    Map<String, dynamic> toJson() => {
        if (durationSeconds != null) "durationSeconds": durationSeconds,
        if (gameName != null) "gameName": gameName,
        if (score != null) "score": score,
        if (adUnit != null) "adUnit": adUnit,
        if (ssvTransactionId != null) "ssvTransactionId": ssvTransactionId,
    };
}

enum Type {
    AD_WATCHED,
    GAME_LOST,
    GAME_WON,
    SPIN_CLAIMED,
    STREAK_CLAIMED
}

final typeValues = EnumValues({
    "AD_WATCHED": Type.AD_WATCHED,
    "GAME_LOST": Type.GAME_LOST,
    "GAME_WON": Type.GAME_WON,
    "SPIN_CLAIMED": Type.SPIN_CLAIMED,
    "STREAK_CLAIMED": Type.STREAK_CLAIMED
});

class BatchEventsResponse {
    final Balances balances;
    final int deltaCoins;
    final int duplicates;
    final int processed;
    final int rejected;
    final List<Result> results;
    final int serverTime;
    final Map<String, int> stats;
    final int version;

    BatchEventsResponse({
        required this.balances,
        required this.deltaCoins,
        required this.duplicates,
        required this.processed,
        required this.rejected,
        required this.results,
        required this.serverTime,
        required this.stats,
        required this.version,
    });

    factory BatchEventsResponse.fromJson(Map<String, dynamic> json) => BatchEventsResponse(
        balances: Balances.fromJson(json["balances"]),
        deltaCoins: json["deltaCoins"],
        duplicates: json["duplicates"],
        processed: json["processed"],
        rejected: json["rejected"],
        results: List<Result>.from(json["results"].map((x) => Result.fromJson(x))),
        serverTime: json["serverTime"],
        stats: Map.from(json["stats"]).map((k, v) => MapEntry<String, int>(k, v)),
        version: json["version"],
    );

    Map<String, dynamic> toJson() => {
        "balances": balances.toJson(),
        "deltaCoins": deltaCoins,
        "duplicates": duplicates,
        "processed": processed,
        "rejected": rejected,
        "results": List<dynamic>.from(results.map((x) => x.toJson())),
        "serverTime": serverTime,
        "stats": Map.from(stats).map((k, v) => MapEntry<String, dynamic>(k, v)),
        "version": version,
    };
}

class Result {
    final String? code;
    final int coins;
    final int? expectedCoins;
    final String idempotencyKey;
    final ResultStatus status;

    Result({
        this.code,
        required this.coins,
        this.expectedCoins,
        required this.idempotencyKey,
        required this.status,
    });

    factory Result.fromJson(Map<String, dynamic> json) => Result(
        code: json["code"],
        coins: json["coins"],
        expectedCoins: json["expectedCoins"],
        idempotencyKey: json["idempotencyKey"],
        status: resultStatusValues.map[json["status"]]!,
    );

    Map<String, dynamic> toJson() => {
        if (code != null) "code": code,
        "coins": coins,
        if (expectedCoins != null) "expectedCoins": expectedCoins,
        "idempotencyKey": idempotencyKey,
        "status": resultStatusValues.reverse[status],
    };
}

enum ResultStatus {
    CREDITED,
    DUPLICATE,
    REJECTED
}

final resultStatusValues = EnumValues({
    "credited": ResultStatus.CREDITED,
    "duplicate": ResultStatus.DUPLICATE,
    "rejected": ResultStatus.REJECTED
});

class BindDeviceRequest {
    final String deviceHash;
    final String idempotencyKey;

    BindDeviceRequest({
        required this.deviceHash,
        required this.idempotencyKey,
    });

    factory BindDeviceRequest.fromJson(Map<String, dynamic> json) => BindDeviceRequest(
        deviceHash: json["deviceHash"],
        idempotencyKey: json["idempotencyKey"],
    );

    Map<String, dynamic> toJson() => {
        "deviceHash": deviceHash,
        "idempotencyKey": idempotencyKey,
    };
}

class BindDeviceResponse {
    final int boundAt;
    final String deviceHash;
    final bool replayed;

    BindDeviceResponse({
        required this.boundAt,
        required this.deviceHash,
        required this.replayed,
    });

    factory BindDeviceResponse.fromJson(Map<String, dynamic> json) => BindDeviceResponse(
        boundAt: json["boundAt"],
        deviceHash: json["deviceHash"],
        replayed: json["replayed"],
    );

    Map<String, dynamic> toJson() => {
        "boundAt": boundAt,
        "deviceHash": deviceHash,
        "replayed": replayed,
    };
}

class CancelWithdrawalRequest {
    final String idempotencyKey;
    final String withdrawalId;

    CancelWithdrawalRequest({
        required this.idempotencyKey,
        required this.withdrawalId,
    });

    factory CancelWithdrawalRequest.fromJson(Map<String, dynamic> json) => CancelWithdrawalRequest(
        idempotencyKey: json["idempotencyKey"],
        withdrawalId: json["withdrawalId"],
    );

    Map<String, dynamic> toJson() => {
        "idempotencyKey": idempotencyKey,
        "withdrawalId": withdrawalId,
    };
}

class CancelWithdrawalResponse {
    final Balances balances;
    final bool replayed;
    final CancelWithdrawalResponseStatus status;
    final String withdrawalId;

    CancelWithdrawalResponse({
        required this.balances,
        required this.replayed,
        required this.status,
        required this.withdrawalId,
    });

    factory CancelWithdrawalResponse.fromJson(Map<String, dynamic> json) => CancelWithdrawalResponse(
        balances: Balances.fromJson(json["balances"]),
        replayed: json["replayed"],
        status: cancelWithdrawalResponseStatusValues.map[json["status"]]!,
        withdrawalId: json["withdrawalId"],
    );

    Map<String, dynamic> toJson() => {
        "balances": balances.toJson(),
        "replayed": replayed,
        "status": cancelWithdrawalResponseStatusValues.reverse[status],
        "withdrawalId": withdrawalId,
    };
}

enum CancelWithdrawalResponseStatus {
    APPROVED,
    CANCELLED,
    COMPLETED,
    FAILED,
    PENDING,
    REJECTED
}

final cancelWithdrawalResponseStatusValues = EnumValues({
    "APPROVED": CancelWithdrawalResponseStatus.APPROVED,
    "CANCELLED": CancelWithdrawalResponseStatus.CANCELLED,
    "COMPLETED": CancelWithdrawalResponseStatus.COMPLETED,
    "FAILED": CancelWithdrawalResponseStatus.FAILED,
    "PENDING": CancelWithdrawalResponseStatus.PENDING,
    "REJECTED": CancelWithdrawalResponseStatus.REJECTED
});

class ClaimReferralRequest {
    final String deviceHash;
    final String idempotencyKey;
    final String referralCode;

    ClaimReferralRequest({
        required this.deviceHash,
        required this.idempotencyKey,
        required this.referralCode,
    });

    factory ClaimReferralRequest.fromJson(Map<String, dynamic> json) => ClaimReferralRequest(
        deviceHash: json["deviceHash"],
        idempotencyKey: json["idempotencyKey"],
        referralCode: json["referralCode"],
    );

    Map<String, dynamic> toJson() => {
        "deviceHash": deviceHash,
        "idempotencyKey": idempotencyKey,
        "referralCode": referralCode,
    };
}

class ClaimReferralResponse {
    final Balances balances;
    final String referrerUid;
    final bool replayed;
    final int reward;

    ClaimReferralResponse({
        required this.balances,
        required this.referrerUid,
        required this.replayed,
        required this.reward,
    });

    factory ClaimReferralResponse.fromJson(Map<String, dynamic> json) => ClaimReferralResponse(
        balances: Balances.fromJson(json["balances"]),
        referrerUid: json["referrerUid"],
        replayed: json["replayed"],
        reward: json["reward"],
    );

    Map<String, dynamic> toJson() => {
        "balances": balances.toJson(),
        "referrerUid": referrerUid,
        "replayed": replayed,
        "reward": reward,
    };
}

class ConfigDocument {
    final int version;

    ConfigDocument({
        required this.version,
    });

    factory ConfigDocument.fromJson(Map<String, dynamic> json) => ConfigDocument(
        version: json["version"],
    );

    Map<String, dynamic> toJson() => {
        "version": version,
    };
}

class CreateUserRequest {
    final String? appVersion;
    final String? country;
    final String deviceHash;
    final String idempotencyKey;
    final String? referralCode;

    CreateUserRequest({
        this.appVersion,
        this.country,
        required this.deviceHash,
        required this.idempotencyKey,
        this.referralCode,
    });

    factory CreateUserRequest.fromJson(Map<String, dynamic> json) => CreateUserRequest(
        appVersion: json["appVersion"],
        country: json["country"],
        deviceHash: json["deviceHash"],
        idempotencyKey: json["idempotencyKey"],
        referralCode: json["referralCode"],
    );

    Map<String, dynamic> toJson() => {
        if (appVersion != null) "appVersion": appVersion,
        if (country != null) "country": country,
        "deviceHash": deviceHash,
        "idempotencyKey": idempotencyKey,
        if (referralCode != null) "referralCode": referralCode,
    };
}

class CreateUserResponse {
    final Balances balances;
    final String referralCode;
    final bool replayed;
    final String uid;

    CreateUserResponse({
        required this.balances,
        required this.referralCode,
        required this.replayed,
        required this.uid,
    });

    factory CreateUserResponse.fromJson(Map<String, dynamic> json) => CreateUserResponse(
        balances: Balances.fromJson(json["balances"]),
        referralCode: json["referralCode"],
        replayed: json["replayed"],
        uid: json["uid"],
    );

    Map<String, dynamic> toJson() => {
        "balances": balances.toJson(),
        "referralCode": referralCode,
        "replayed": replayed,
        "uid": uid,
    };
}

class DaysDocument {
    final int? archives;
    final String date;
    final String? keyCoins;
    final String? keys;
    final List<Outbox>? outbox;
    final DateTime? outboxSince;
    final int? overlapMs;
    final String? play;
    final List<Posting>? postings;
    final DaysDocumentStats? stats;
    final String uid;
    final Map<String, int>? winsByGame;

    DaysDocument({
        this.archives,
        required this.date,
        this.keyCoins,
        this.keys,
        this.outbox,
        this.outboxSince,
        this.overlapMs,
        this.play,
        this.postings,
        this.stats,
        required this.uid,
        this.winsByGame,
    });

    factory DaysDocument.fromJson(Map<String, dynamic> json) => DaysDocument(
        archives: json["archives"],
        date: json["date"],
        keyCoins: json["keyCoins"],
        keys: json["keys"],
        outbox: json["outbox"] == null ? [] : List<Outbox>.from(json["outbox"]!.map((x) => Outbox.fromJson(x))),
        outboxSince: json["outboxSince"] == null ? null : DateTime.parse(json["outboxSince"]),
        overlapMs: json["overlapMs"],
        play: json["play"],
        postings: json["postings"] == null ? [] : List<Posting>.from(json["postings"]!.map((x) => Posting.fromJson(x))),
        stats: json["stats"] == null ? null : DaysDocumentStats.fromJson(json["stats"]),
        uid: json["uid"],
        winsByGame: Map.from(json["winsByGame"]!).map((k, v) => MapEntry<String, int>(k, v)),
    );

    Map<String, dynamic> toJson() => {
        if (archives != null) "archives": archives,
        "date": date,
        if (keyCoins != null) "keyCoins": keyCoins,
        if (keys != null) "keys": keys,
        if (outbox != null) "outbox": outbox == null ? [] : List<dynamic>.from(outbox!.map((x) => x.toJson())),
        if (outboxSince != null) "outboxSince": outboxSince?.toIso8601String(),
        if (overlapMs != null) "overlapMs": overlapMs,
        if (play != null) "play": play,
        if (postings != null) "postings": postings == null ? [] : List<dynamic>.from(postings!.map((x) => x.toJson())),
        if (stats != null) "stats": stats?.toJson(),
        "uid": uid,
        "winsByGame": Map.from(winsByGame!).map((k, v) => MapEntry<String, dynamic>(k, v)),
    };
}

class Outbox {
    final String correlationId;
    final Map<String, dynamic> data;
    final String eventId;
    final int occurredAt;
    final String type;
    final String uid;
    final int version;

    Outbox({
        required this.correlationId,
        required this.data,
        required this.eventId,
        required this.occurredAt,
        required this.type,
        required this.uid,
        required this.version,
    });

    factory Outbox.fromJson(Map<String, dynamic> json) => Outbox(
        correlationId: json["correlationId"],
        data: Map.from(json["data"]).map((k, v) => MapEntry<String, dynamic>(k, v)),
        eventId: json["eventId"],
        occurredAt: json["occurredAt"],
        type: json["type"],
        uid: json["uid"],
        version: json["version"],
    );

    Map<String, dynamic> toJson() => {
        "correlationId": correlationId,
        "data": Map.from(data).map((k, v) => MapEntry<String, dynamic>(k, v)),
        "eventId": eventId,
        "occurredAt": occurredAt,
        "type": type,
        "uid": uid,
        "version": version,
    };
}

class Posting {
    final String actor;
    final Balances after;
    final Balances before;
    final int configVersion;
    final String correlationId;
    final PostingDebt? debt;
    final Map<String, dynamic> details;
    final String hash;
    final List<Leg> legs;
    final int postedAtMs;
    final String previousHash;
    final String reference;
    final int sequence;
    final String type;

    Posting({
        required this.actor,
        required this.after,
        required this.before,
        required this.configVersion,
        required this.correlationId,
        this.debt,
        required this.details,
        required this.hash,
        required this.legs,
        required this.postedAtMs,
        required this.previousHash,
        required this.reference,
        required this.sequence,
        required this.type,
    });

    factory Posting.fromJson(Map<String, dynamic> json) => Posting(
        actor: json["actor"],
        after: Balances.fromJson(json["after"]),
        before: Balances.fromJson(json["before"]),
        configVersion: json["configVersion"],
        correlationId: json["correlationId"],
        debt: json["debt"] == null ? null : PostingDebt.fromJson(json["debt"]),
        details: Map.from(json["details"]).map((k, v) => MapEntry<String, dynamic>(k, v)),
        hash: json["hash"],
        legs: List<Leg>.from(json["legs"].map((x) => Leg.fromJson(x))),
        postedAtMs: json["postedAtMs"],
        previousHash: json["previousHash"],
        reference: json["reference"],
        sequence: json["sequence"],
        type: json["type"],
    );

    Map<String, dynamic> toJson() => {
        "actor": actor,
        "after": after.toJson(),
        "before": before.toJson(),
        "configVersion": configVersion,
        "correlationId": correlationId,
        if (debt != null) "debt": debt?.toJson(),
        "details": Map.from(details).map((k, v) => MapEntry<String, dynamic>(k, v)),
        "hash": hash,
        "legs": List<dynamic>.from(legs.map((x) => x.toJson())),
        "postedAtMs": postedAtMs,
        "previousHash": previousHash,
        "reference": reference,
        "sequence": sequence,
        "type": type,
    };
}

class PostingDebt {
    final DebtAfter after;
    final Before before;

    PostingDebt({
        required this.after,
        required this.before,
    });

    factory PostingDebt.fromJson(Map<String, dynamic> json) => PostingDebt(
        after: DebtAfter.fromJson(json["after"]),
        before: Before.fromJson(json["before"]),
    );

    Map<String, dynamic> toJson() => {
        "after": after.toJson(),
        "before": before.toJson(),
    };
}

class DebtAfter {
    final int coins;
    final int eth;
    final int gems;
    final int points;

    DebtAfter({
        required this.coins,
        required this.eth,
        required this.gems,
        required this.points,
    });

    factory DebtAfter.fromJson(Map<String, dynamic> json) => DebtAfter(
        coins: json["coins"],
        eth: json["eth"],
        gems: json["gems"],
        points: json["points"],
    );

    Map<String, dynamic> toJson() => {
        "coins": coins,
        "eth": eth,
        "gems": gems,
        "points": points,
    };
}

class Before {
    final int coins;
    final int eth;
    final int gems;
    final int points;

    Before({
        required this.coins,
        required this.eth,
        required this.gems,
        required this.points,
    });

    factory Before.fromJson(Map<String, dynamic> json) => Before(
        coins: json["coins"],
        eth: json["eth"],
        gems: json["gems"],
        points: json["points"],
    );

    Map<String, dynamic> toJson() => {
        "coins": coins,
        "eth": eth,
        "gems": gems,
        "points": points,
    };
}

class Leg {
    final Account account;
    final int amount;
    final Currency currency;

    Leg({
        required this.account,
        required this.amount,
        required this.currency,
    });

    factory Leg.fromJson(Map<String, dynamic> json) => Leg(
        account: accountValues.map[json["account"]]!,
        amount: json["amount"],
        currency: currencyValues.map[json["currency"]]!,
    );

    Map<String, dynamic> toJson() => {
        "account": accountValues.reverse[account],
        "amount": amount,
        "currency": currencyValues.reverse[currency],
    };
}

enum Account {
    ADJUSTMENTS,
    AVAILABLE,
    DEBT,
    DEPOSITS,
    HOUSE,
    LOCKED,
    OPENING,
    PAYOUTS,
    REWARDS,
    SHOP,
    TRANSFERS
}

final accountValues = EnumValues({
    "adjustments": Account.ADJUSTMENTS,
    "available": Account.AVAILABLE,
    "debt": Account.DEBT,
    "deposits": Account.DEPOSITS,
    "house": Account.HOUSE,
    "locked": Account.LOCKED,
    "opening": Account.OPENING,
    "payouts": Account.PAYOUTS,
    "rewards": Account.REWARDS,
    "shop": Account.SHOP,
    "transfers": Account.TRANSFERS
});

enum Currency {
    COINS,
    ETH,
    GEMS,
    POINTS
}

final currencyValues = EnumValues({
    "coins": Currency.COINS,
    "eth": Currency.ETH,
    "gems": Currency.GEMS,
    "points": Currency.POINTS
});

class DaysDocumentStats {
    final int adsWatched;
    final int coinsEarned;
    final int events;
    final int gamesPlayed;
    final int gamesWon;
    final int spinsUsed;
    final int streaksClaimed;

    DaysDocumentStats({
        required this.adsWatched,
        required this.coinsEarned,
        required this.events,
        required this.gamesPlayed,
        required this.gamesWon,
        required this.spinsUsed,
        required this.streaksClaimed,
    });

    factory DaysDocumentStats.fromJson(Map<String, dynamic> json) => DaysDocumentStats(
        adsWatched: json["adsWatched"],
        coinsEarned: json["coinsEarned"],
        events: json["events"],
        gamesPlayed: json["gamesPlayed"],
        gamesWon: json["gamesWon"],
        spinsUsed: json["spinsUsed"],
        streaksClaimed: json["streaksClaimed"],
    );

    Map<String, dynamic> toJson() => {
        "adsWatched": adsWatched,
        "coinsEarned": coinsEarned,
        "events": events,
        "gamesPlayed": gamesPlayed,
        "gamesWon": gamesWon,
        "spinsUsed": spinsUsed,
        "streaksClaimed": streaksClaimed,
    };
}

class DeleteAccountRequest {
    final Confirm confirm;
    final String idempotencyKey;

    DeleteAccountRequest({
        required this.confirm,
        required this.idempotencyKey,
    });

    factory DeleteAccountRequest.fromJson(Map<String, dynamic> json) => DeleteAccountRequest(
        confirm: confirmValues.map[json["confirm"]]!,
        idempotencyKey: json["idempotencyKey"],
    );

    Map<String, dynamic> toJson() => {
        "confirm": confirmValues.reverse[confirm],
        "idempotencyKey": idempotencyKey,
    };
}

enum Confirm {
    DELETE
}

final confirmValues = EnumValues({
    "DELETE": Confirm.DELETE
});

class DeleteAccountResponse {
    final bool replayed;
    final DeleteAccountResponseStatus status;
    final String uid;

    DeleteAccountResponse({
        required this.replayed,
        required this.status,
        required this.uid,
    });

    factory DeleteAccountResponse.fromJson(Map<String, dynamic> json) => DeleteAccountResponse(
        replayed: json["replayed"],
        status: deleteAccountResponseStatusValues.map[json["status"]]!,
        uid: json["uid"],
    );

    Map<String, dynamic> toJson() => {
        "replayed": replayed,
        "status": deleteAccountResponseStatusValues.reverse[status],
        "uid": uid,
    };
}

enum DeleteAccountResponseStatus {
    DELETED
}

final deleteAccountResponseStatusValues = EnumValues({
    "DELETED": DeleteAccountResponseStatus.DELETED
});

class Event {
    final int? expectedCoins;
    final String idempotencyKey;
    final EventMetadataClass metadata;
    final int occurredAt;
    final Type type;

    Event({
        this.expectedCoins,
        required this.idempotencyKey,
        required this.metadata,
        required this.occurredAt,
        required this.type,
    });

    factory Event.fromJson(Map<String, dynamic> json) => Event(
        expectedCoins: json["expectedCoins"],
        idempotencyKey: json["idempotencyKey"],
        metadata: EventMetadataClass.fromJson(json["metadata"]),
        occurredAt: json["occurredAt"],
        type: typeValues.map[json["type"]]!,
    );

    Map<String, dynamic> toJson() => {
        if (expectedCoins != null) "expectedCoins": expectedCoins,
        "idempotencyKey": idempotencyKey,
        "metadata": metadata.toJson(),
        "occurredAt": occurredAt,
        "type": typeValues.reverse[type],
    };
}

class EventMetadataClass {
    final double? durationSeconds;
    final String? gameName;
    final int? score;
    final String? adUnit;
    final String? ssvTransactionId;

    EventMetadataClass({
        this.durationSeconds,
        this.gameName,
        this.score,
        this.adUnit,
        this.ssvTransactionId,
    });

    factory EventMetadataClass.fromJson(Map<String, dynamic> json) => EventMetadataClass(
        durationSeconds: json["durationSeconds"]?.toDouble(),
        gameName: json["gameName"],
        score: json["score"],
        adUnit: json["adUnit"],
        ssvTransactionId: json["ssvTransactionId"],
    );

    Map<String, dynamic> toJson() => {
        if (durationSeconds != null) "durationSeconds": durationSeconds,
        if (gameName != null) "gameName": gameName,
        if (score != null) "score": score,
        if (adUnit != null) "adUnit": adUnit,
        if (ssvTransactionId != null) "ssvTransactionId": ssvTransactionId,
    };
}

class ExportMyDataRequest {
    final String? after;

    ExportMyDataRequest({
        this.after,
    });

    factory ExportMyDataRequest.fromJson(Map<String, dynamic> json) => ExportMyDataRequest(
        after: json["after"],
    );

    Map<String, dynamic> toJson() => {
        if (after != null) "after": after,
    };
}

class ExportMyDataResponse {
    final Map<String, dynamic>? auth;
    final Map<String, dynamic> documents;
    final int exportedAt;
    final String? next;
    final String uid;

    ExportMyDataResponse({
        required this.auth,
        required this.documents,
        required this.exportedAt,
        required this.next,
        required this.uid,
    });

    factory ExportMyDataResponse.fromJson(Map<String, dynamic> json) => ExportMyDataResponse(
        auth: Map.from(json["auth"]!).map((k, v) => MapEntry<String, dynamic>(k, v)),
        documents: Map.from(json["documents"]).map((k, v) => MapEntry<String, dynamic>(k, v)),
        exportedAt: json["exportedAt"],
        next: json["next"],
        uid: json["uid"],
    );

    Map<String, dynamic> toJson() => {
        "auth": Map.from(auth!).map((k, v) => MapEntry<String, dynamic>(k, v)),
        "documents": Map.from(documents).map((k, v) => MapEntry<String, dynamic>(k, v)),
        "exportedAt": exportedAt,
        "next": next,
        "uid": uid,
    };
}

class GetStatementRequest {
    final String? after;
    final Currency? currency;
    final String? from;
    final int? limit;
    final String? to;
    final String? type;

    GetStatementRequest({
        this.after,
        this.currency,
        this.from,
        this.limit,
        this.to,
        this.type,
    });

    factory GetStatementRequest.fromJson(Map<String, dynamic> json) => GetStatementRequest(
        after: json["after"],
        currency: currencyValues.map[json["currency"]],
        from: json["from"],
        limit: json["limit"],
        to: json["to"],
        type: json["type"],
    );

    Map<String, dynamic> toJson() => {
        if (after != null) "after": after,
        "currency": currencyValues.reverse[currency],
        if (from != null) "from": from,
        if (limit != null) "limit": limit,
        if (to != null) "to": to,
        if (type != null) "type": type,
    };
}

class GetStatementResponse {
    final List<Entry> entries;
    final String? next;

    GetStatementResponse({
        required this.entries,
        required this.next,
    });

    factory GetStatementResponse.fromJson(Map<String, dynamic> json) => GetStatementResponse(
        entries: List<Entry>.from(json["entries"].map((x) => Entry.fromJson(x))),
        next: json["next"],
    );

    Map<String, dynamic> toJson() => {
        "entries": List<dynamic>.from(entries.map((x) => x.toJson())),
        "next": next,
    };
}

class Entry {
    final EntryAfter after;
    final int amount;
    final int at;
    final Currency currency;
    final int debt;
    final int locked;
    final String reference;
    final int sequence;
    final String text;
    final String type;

    Entry({
        required this.after,
        required this.amount,
        required this.at,
        required this.currency,
        required this.debt,
        required this.locked,
        required this.reference,
        required this.sequence,
        required this.text,
        required this.type,
    });

    factory Entry.fromJson(Map<String, dynamic> json) => Entry(
        after: EntryAfter.fromJson(json["after"]),
        amount: json["amount"],
        at: json["at"],
        currency: currencyValues.map[json["currency"]]!,
        debt: json["debt"],
        locked: json["locked"],
        reference: json["reference"],
        sequence: json["sequence"],
        text: json["text"],
        type: json["type"],
    );

    Map<String, dynamic> toJson() => {
        "after": after.toJson(),
        "amount": amount,
        "at": at,
        "currency": currencyValues.reverse[currency],
        "debt": debt,
        "locked": locked,
        "reference": reference,
        "sequence": sequence,
        "text": text,
        "type": type,
    };
}

class EntryAfter {
    final int available;
    final int debt;
    final int locked;

    EntryAfter({
        required this.available,
        required this.debt,
        required this.locked,
    });

    factory EntryAfter.fromJson(Map<String, dynamic> json) => EntryAfter(
        available: json["available"],
        debt: json["debt"],
        locked: json["locked"],
    );

    Map<String, dynamic> toJson() => {
        "available": available,
        "debt": debt,
        "locked": locked,
    };
}

class HoldsDocument {
    final int amount;
    final Aside? aside;
    final int captured;
    final DateTime createdAt;
    final Currency currency;
    final DateTime? expiresAt;
    final String holdId;
    final String reference;
    final HoldsDocumentStatus status;
    final String uid;

    HoldsDocument({
        required this.amount,
        this.aside,
        required this.captured,
        required this.createdAt,
        required this.currency,
        required this.expiresAt,
        required this.holdId,
        required this.reference,
        required this.status,
        required this.uid,
    });

    factory HoldsDocument.fromJson(Map<String, dynamic> json) => HoldsDocument(
        amount: json["amount"],
        aside: json["aside"] == null ? null : Aside.fromJson(json["aside"]),
        captured: json["captured"],
        createdAt: DateTime.parse(json["createdAt"]),
        currency: currencyValues.map[json["currency"]]!,
        expiresAt: json["expiresAt"] == null ? null : DateTime.parse(json["expiresAt"]),
        holdId: json["holdId"],
        reference: json["reference"],
        status: holdsDocumentStatusValues.map[json["status"]]!,
        uid: json["uid"],
    );

    Map<String, dynamic> toJson() => {
        "amount": amount,
        if (aside != null) "aside": aside?.toJson(),
        "captured": captured,
        "createdAt": createdAt.toIso8601String(),
        "currency": currencyValues.reverse[currency],
        "expiresAt": expiresAt?.toIso8601String(),
        "holdId": holdId,
        "reference": reference,
        "status": holdsDocumentStatusValues.reverse[status],
        "uid": uid,
    };
}

class Aside {
    final DateTime dueAt;
    final DateTime since;
    final int times;

    Aside({
        required this.dueAt,
        required this.since,
        required this.times,
    });

    factory Aside.fromJson(Map<String, dynamic> json) => Aside(
        dueAt: DateTime.parse(json["dueAt"]),
        since: DateTime.parse(json["since"]),
        times: json["times"],
    );

    Map<String, dynamic> toJson() => {
        "dueAt": dueAt.toIso8601String(),
        "since": since.toIso8601String(),
        "times": times,
    };
}

enum HoldsDocumentStatus {
    CAPTURED,
    HELD,
    RELEASED
}

final holdsDocumentStatusValues = EnumValues({
    "captured": HoldsDocumentStatus.CAPTURED,
    "held": HoldsDocumentStatus.HELD,
    "released": HoldsDocumentStatus.RELEASED
});

class InboxDocument {
    final DateTime at;
    final DateTime expireAt;
    final Map<String, dynamic> facts;
    final Kind kind;

    InboxDocument({
        required this.at,
        required this.expireAt,
        required this.facts,
        required this.kind,
    });

    factory InboxDocument.fromJson(Map<String, dynamic> json) => InboxDocument(
        at: DateTime.parse(json["at"]),
        expireAt: DateTime.parse(json["expireAt"]),
        facts: Map.from(json["facts"]).map((k, v) => MapEntry<String, dynamic>(k, v)),
        kind: kindValues.map[json["kind"]]!,
    );

    Map<String, dynamic> toJson() => {
        "at": at.toIso8601String(),
        "expireAt": expireAt.toIso8601String(),
        "facts": Map.from(facts).map((k, v) => MapEntry<String, dynamic>(k, v)),
        "kind": kindValues.reverse[kind],
    };
}

enum Kind {
    ACCOUNT,
    REFERRAL,
    WITHDRAWAL
}

final kindValues = EnumValues({
    "account": Kind.ACCOUNT,
    "referral": Kind.REFERRAL,
    "withdrawal": Kind.WITHDRAWAL
});

class MonthlyStatsDocument {
    final int adsWatched;
    final Map<String, ByDay>? byDay;
    final int coinsEarned;
    final int events;
    final int gamesPlayed;
    final int gamesWon;
    final String month;
    final int spinsUsed;
    final int streaksClaimed;

    MonthlyStatsDocument({
        required this.adsWatched,
        this.byDay,
        required this.coinsEarned,
        required this.events,
        required this.gamesPlayed,
        required this.gamesWon,
        required this.month,
        required this.spinsUsed,
        required this.streaksClaimed,
    });

    factory MonthlyStatsDocument.fromJson(Map<String, dynamic> json) => MonthlyStatsDocument(
        adsWatched: json["adsWatched"],
        byDay: Map.from(json["byDay"]!).map((k, v) => MapEntry<String, ByDay>(k, ByDay.fromJson(v))),
        coinsEarned: json["coinsEarned"],
        events: json["events"],
        gamesPlayed: json["gamesPlayed"],
        gamesWon: json["gamesWon"],
        month: json["month"],
        spinsUsed: json["spinsUsed"],
        streaksClaimed: json["streaksClaimed"],
    );

    Map<String, dynamic> toJson() => {
        "adsWatched": adsWatched,
        "byDay": Map.from(byDay!).map((k, v) => MapEntry<String, dynamic>(k, v.toJson())),
        "coinsEarned": coinsEarned,
        "events": events,
        "gamesPlayed": gamesPlayed,
        "gamesWon": gamesWon,
        "month": month,
        "spinsUsed": spinsUsed,
        "streaksClaimed": streaksClaimed,
    };
}

class ByDay {
    final int adsWatched;
    final int coinsEarned;
    final int events;
    final int gamesPlayed;
    final int gamesWon;
    final int spinsUsed;
    final int streaksClaimed;

    ByDay({
        required this.adsWatched,
        required this.coinsEarned,
        required this.events,
        required this.gamesPlayed,
        required this.gamesWon,
        required this.spinsUsed,
        required this.streaksClaimed,
    });

    factory ByDay.fromJson(Map<String, dynamic> json) => ByDay(
        adsWatched: json["adsWatched"],
        coinsEarned: json["coinsEarned"],
        events: json["events"],
        gamesPlayed: json["gamesPlayed"],
        gamesWon: json["gamesWon"],
        spinsUsed: json["spinsUsed"],
        streaksClaimed: json["streaksClaimed"],
    );

    Map<String, dynamic> toJson() => {
        "adsWatched": adsWatched,
        "coinsEarned": coinsEarned,
        "events": events,
        "gamesPlayed": gamesPlayed,
        "gamesWon": gamesWon,
        "spinsUsed": spinsUsed,
        "streaksClaimed": streaksClaimed,
    };
}

class RequestWithdrawalRequest {
    final int amount;
    final String deviceHash;
    final String idempotencyKey;
    final Method method;
    final PaymentDetails paymentDetails;

    RequestWithdrawalRequest({
        required this.amount,
        required this.deviceHash,
        required this.idempotencyKey,
        required this.method,
        required this.paymentDetails,
    });

    factory RequestWithdrawalRequest.fromJson(Map<String, dynamic> json) => RequestWithdrawalRequest(
        amount: json["amount"],
        deviceHash: json["deviceHash"],
        idempotencyKey: json["idempotencyKey"],
        method: methodValues.map[json["method"]]!,
        paymentDetails: PaymentDetails.fromJson(json["paymentDetails"]),
    );

    Map<String, dynamic> toJson() => {
        "amount": amount,
        "deviceHash": deviceHash,
        "idempotencyKey": idempotencyKey,
        "method": methodValues.reverse[method],
        "paymentDetails": paymentDetails.toJson(),
    };
}

enum Method {
    BANK,
    CRYPTO,
    GIFTCARD,
    PAYPAL
}

final methodValues = EnumValues({
    "bank": Method.BANK,
    "crypto": Method.CRYPTO,
    "giftcard": Method.GIFTCARD,
    "paypal": Method.PAYPAL
});

class PaymentDetails {
    final String? email;
    final String? iban;
    final String? name;
    final String? brand;
    final String? address;

    PaymentDetails({
        this.email,
        this.iban,
        this.name,
        this.brand,
        this.address,
    });

    factory PaymentDetails.fromJson(Map<String, dynamic> json) => PaymentDetails(
        email: json["email"],
        iban: json["iban"],
        name: json["name"],
        brand: json["brand"],
        address: json["address"],
    );

    Map<String, dynamic> toJson() => {
        if (email != null) "email": email,
        if (iban != null) "iban": iban,
        if (name != null) "name": name,
        if (brand != null) "brand": brand,
        if (address != null) "address": address,
    };
}

class RequestWithdrawalResponse {
    final int amount;
    final Balances balances;
    final bool replayed;
    final CancelWithdrawalResponseStatus status;
    final String withdrawalId;

    RequestWithdrawalResponse({
        required this.amount,
        required this.balances,
        required this.replayed,
        required this.status,
        required this.withdrawalId,
    });

    factory RequestWithdrawalResponse.fromJson(Map<String, dynamic> json) => RequestWithdrawalResponse(
        amount: json["amount"],
        balances: Balances.fromJson(json["balances"]),
        replayed: json["replayed"],
        status: cancelWithdrawalResponseStatusValues.map[json["status"]]!,
        withdrawalId: json["withdrawalId"],
    );

    Map<String, dynamic> toJson() => {
        "amount": amount,
        "balances": balances.toJson(),
        "replayed": replayed,
        "status": cancelWithdrawalResponseStatusValues.reverse[status],
        "withdrawalId": withdrawalId,
    };
}

class SignOutEverywhereRequest {
    final String idempotencyKey;

    SignOutEverywhereRequest({
        required this.idempotencyKey,
    });

    factory SignOutEverywhereRequest.fromJson(Map<String, dynamic> json) => SignOutEverywhereRequest(
        idempotencyKey: json["idempotencyKey"],
    );

    Map<String, dynamic> toJson() => {
        "idempotencyKey": idempotencyKey,
    };
}

class SignOutEverywhereResponse {
    final bool replayed;
    final int signedOutAt;
    final String uid;

    SignOutEverywhereResponse({
        required this.replayed,
        required this.signedOutAt,
        required this.uid,
    });

    factory SignOutEverywhereResponse.fromJson(Map<String, dynamic> json) => SignOutEverywhereResponse(
        replayed: json["replayed"],
        signedOutAt: json["signedOutAt"],
        uid: json["uid"],
    );

    Map<String, dynamic> toJson() => {
        "replayed": replayed,
        "signedOutAt": signedOutAt,
        "uid": uid,
    };
}

class UsersDocument {
    final String? adTransactions;
    final String? appVersion;
    final Balances balances;
    final int? chargebacks;
    final String? country;
    final DateTime createdAt;
    final UsersDocumentDebt? debt;
    final List<int> deviceChangesMs;
    final String? deviceHash;
    final List<String>? earlierDevices;
    final List<String>? frozenBy;
    final String headHash;
    final int? implausible;
    final bool? isTakenOver;
    final int? lastWithdrawalMs;
    final String? movedIn;
    final Map<String, int>? overlapMs;
    final List<List<dynamic>>? places;
    final String? placesUntil;
    final int rating;
    final String referralCode;
    final String? referredBy;
    final int shard;
    final DateTime? signedOutAt;
    final List<SpinSeed> spinSeeds;
    final StandingNext? standingNext;
    final DateTime? standingUntil;
    final UsersDocumentStats stats;
    final UsersDocumentStatus status;
    final Streak streak;
    final Today today;
    final String uid;
    final int version;

    UsersDocument({
        this.adTransactions,
        required this.appVersion,
        required this.balances,
        this.chargebacks,
        required this.country,
        required this.createdAt,
        this.debt,
        required this.deviceChangesMs,
        required this.deviceHash,
        this.earlierDevices,
        this.frozenBy,
        required this.headHash,
        this.implausible,
        this.isTakenOver,
        this.lastWithdrawalMs,
        this.movedIn,
        this.overlapMs,
        this.places,
        this.placesUntil,
        required this.rating,
        required this.referralCode,
        required this.referredBy,
        required this.shard,
        this.signedOutAt,
        required this.spinSeeds,
        this.standingNext,
        this.standingUntil,
        required this.stats,
        required this.status,
        required this.streak,
        required this.today,
        required this.uid,
        required this.version,
    });

    factory UsersDocument.fromJson(Map<String, dynamic> json) => UsersDocument(
        adTransactions: json["adTransactions"],
        appVersion: json["appVersion"],
        balances: Balances.fromJson(json["balances"]),
        chargebacks: json["chargebacks"],
        country: json["country"],
        createdAt: DateTime.parse(json["createdAt"]),
        debt: json["debt"] == null ? null : UsersDocumentDebt.fromJson(json["debt"]),
        deviceChangesMs: List<int>.from(json["deviceChangesMs"].map((x) => x)),
        deviceHash: json["deviceHash"],
        earlierDevices: json["earlierDevices"] == null ? [] : List<String>.from(json["earlierDevices"]!.map((x) => x)),
        frozenBy: json["frozenBy"] == null ? [] : List<String>.from(json["frozenBy"]!.map((x) => x)),
        headHash: json["headHash"],
        implausible: json["implausible"],
        isTakenOver: json["isTakenOver"],
        lastWithdrawalMs: json["lastWithdrawalMs"],
        movedIn: json["movedIn"],
        overlapMs: Map.from(json["overlapMs"]!).map((k, v) => MapEntry<String, int>(k, v)),
        places: json["places"] == null ? [] : List<List<dynamic>>.from(json["places"]!.map((x) => List<dynamic>.from(x.map((x) => x)))),
        placesUntil: json["placesUntil"],
        rating: json["rating"],
        referralCode: json["referralCode"],
        referredBy: json["referredBy"],
        shard: json["shard"],
        signedOutAt: json["signedOutAt"] == null ? null : DateTime.parse(json["signedOutAt"]),
        spinSeeds: List<SpinSeed>.from(json["spinSeeds"].map((x) => SpinSeed.fromJson(x))),
        standingNext: standingNextValues.map[json["standingNext"]],
        standingUntil: json["standingUntil"] == null ? null : DateTime.parse(json["standingUntil"]),
        stats: UsersDocumentStats.fromJson(json["stats"]),
        status: usersDocumentStatusValues.map[json["status"]]!,
        streak: Streak.fromJson(json["streak"]),
        today: Today.fromJson(json["today"]),
        uid: json["uid"],
        version: json["version"],
    );

    Map<String, dynamic> toJson() => {
        if (adTransactions != null) "adTransactions": adTransactions,
        "appVersion": appVersion,
        "balances": balances.toJson(),
        if (chargebacks != null) "chargebacks": chargebacks,
        "country": country,
        "createdAt": createdAt.toIso8601String(),
        if (debt != null) "debt": debt?.toJson(),
        "deviceChangesMs": List<dynamic>.from(deviceChangesMs.map((x) => x)),
        "deviceHash": deviceHash,
        if (earlierDevices != null) "earlierDevices": earlierDevices == null ? [] : List<dynamic>.from(earlierDevices!.map((x) => x)),
        if (frozenBy != null) "frozenBy": frozenBy == null ? [] : List<dynamic>.from(frozenBy!.map((x) => x)),
        "headHash": headHash,
        if (implausible != null) "implausible": implausible,
        if (isTakenOver != null) "isTakenOver": isTakenOver,
        if (lastWithdrawalMs != null) "lastWithdrawalMs": lastWithdrawalMs,
        if (movedIn != null) "movedIn": movedIn,
        "overlapMs": Map.from(overlapMs!).map((k, v) => MapEntry<String, dynamic>(k, v)),
        if (places != null) "places": places == null ? [] : List<dynamic>.from(places!.map((x) => List<dynamic>.from(x.map((x) => x)))),
        if (placesUntil != null) "placesUntil": placesUntil,
        "rating": rating,
        "referralCode": referralCode,
        "referredBy": referredBy,
        "shard": shard,
        if (signedOutAt != null) "signedOutAt": signedOutAt?.toIso8601String(),
        "spinSeeds": List<dynamic>.from(spinSeeds.map((x) => x.toJson())),
        "standingNext": standingNextValues.reverse[standingNext],
        if (standingUntil != null) "standingUntil": standingUntil?.toIso8601String(),
        "stats": stats.toJson(),
        "status": usersDocumentStatusValues.reverse[status],
        "streak": streak.toJson(),
        "today": today.toJson(),
        "uid": uid,
        "version": version,
    };
}

class UsersDocumentDebt {
    final int coins;
    final int eth;
    final int gems;
    final int points;

    UsersDocumentDebt({
        required this.coins,
        required this.eth,
        required this.gems,
        required this.points,
    });

    factory UsersDocumentDebt.fromJson(Map<String, dynamic> json) => UsersDocumentDebt(
        coins: json["coins"],
        eth: json["eth"],
        gems: json["gems"],
        points: json["points"],
    );

    Map<String, dynamic> toJson() => {
        "coins": coins,
        "eth": eth,
        "gems": gems,
        "points": points,
    };
}

class SpinSeed {
    final String fromDay;
    final String seed;

    SpinSeed({
        required this.fromDay,
        required this.seed,
    });

    factory SpinSeed.fromJson(Map<String, dynamic> json) => SpinSeed(
        fromDay: json["fromDay"],
        seed: json["seed"],
    );

    Map<String, dynamic> toJson() => {
        "fromDay": fromDay,
        "seed": seed,
    };
}

enum StandingNext {
    ACTIVE,
    FROZEN
}

final standingNextValues = EnumValues({
    "active": StandingNext.ACTIVE,
    "frozen": StandingNext.FROZEN
});

class UsersDocumentStats {
    final int adsWatched;
    final int coinsEarned;
    final int events;
    final int gamesPlayed;
    final int gamesWon;
    final int? implausible;
    final int spinsUsed;
    final int streaksClaimed;

    UsersDocumentStats({
        required this.adsWatched,
        required this.coinsEarned,
        required this.events,
        required this.gamesPlayed,
        required this.gamesWon,
        this.implausible,
        required this.spinsUsed,
        required this.streaksClaimed,
    });

    factory UsersDocumentStats.fromJson(Map<String, dynamic> json) => UsersDocumentStats(
        adsWatched: json["adsWatched"],
        coinsEarned: json["coinsEarned"],
        events: json["events"],
        gamesPlayed: json["gamesPlayed"],
        gamesWon: json["gamesWon"],
        implausible: json["implausible"],
        spinsUsed: json["spinsUsed"],
        streaksClaimed: json["streaksClaimed"],
    );

    Map<String, dynamic> toJson() => {
        "adsWatched": adsWatched,
        "coinsEarned": coinsEarned,
        "events": events,
        "gamesPlayed": gamesPlayed,
        "gamesWon": gamesWon,
        if (implausible != null) "implausible": implausible,
        "spinsUsed": spinsUsed,
        "streaksClaimed": streaksClaimed,
    };
}

enum UsersDocumentStatus {
    ACTIVE,
    BANNED,
    DELETED,
    FROZEN
}

final usersDocumentStatusValues = EnumValues({
    "active": UsersDocumentStatus.ACTIVE,
    "banned": UsersDocumentStatus.BANNED,
    "deleted": UsersDocumentStatus.DELETED,
    "frozen": UsersDocumentStatus.FROZEN
});

class Streak {
    final int days;
    final String? lastDay;

    Streak({
        required this.days,
        required this.lastDay,
    });

    factory Streak.fromJson(Map<String, dynamic> json) => Streak(
        days: json["days"],
        lastDay: json["lastDay"],
    );

    Map<String, dynamic> toJson() => {
        "days": days,
        "lastDay": lastDay,
    };
}

class Today {
    final int adsWatched;
    final int coinsEarned;
    final String? date;
    final int events;
    final int gamesPlayed;
    final int gamesWon;
    final int spinsUsed;
    final int streaksClaimed;

    Today({
        required this.adsWatched,
        required this.coinsEarned,
        required this.date,
        required this.events,
        required this.gamesPlayed,
        required this.gamesWon,
        required this.spinsUsed,
        required this.streaksClaimed,
    });

    factory Today.fromJson(Map<String, dynamic> json) => Today(
        adsWatched: json["adsWatched"],
        coinsEarned: json["coinsEarned"],
        date: json["date"],
        events: json["events"],
        gamesPlayed: json["gamesPlayed"],
        gamesWon: json["gamesWon"],
        spinsUsed: json["spinsUsed"],
        streaksClaimed: json["streaksClaimed"],
    );

    Map<String, dynamic> toJson() => {
        "adsWatched": adsWatched,
        "coinsEarned": coinsEarned,
        "date": date,
        "events": events,
        "gamesPlayed": gamesPlayed,
        "gamesWon": gamesWon,
        "spinsUsed": spinsUsed,
        "streaksClaimed": streaksClaimed,
    };
}

class WithdrawalsDocument {
    final int amount;
    final Method method;
    final DateTime requestedAt;
    final CancelWithdrawalResponseStatus status;
    final String uid;
    final DateTime updatedAt;

    WithdrawalsDocument({
        required this.amount,
        required this.method,
        required this.requestedAt,
        required this.status,
        required this.uid,
        required this.updatedAt,
    });

    factory WithdrawalsDocument.fromJson(Map<String, dynamic> json) => WithdrawalsDocument(
        amount: json["amount"],
        method: methodValues.map[json["method"]]!,
        requestedAt: DateTime.parse(json["requestedAt"]),
        status: cancelWithdrawalResponseStatusValues.map[json["status"]]!,
        uid: json["uid"],
        updatedAt: DateTime.parse(json["updatedAt"]),
    );

    Map<String, dynamic> toJson() => {
        "amount": amount,
        "method": methodValues.reverse[method],
        "requestedAt": requestedAt.toIso8601String(),
        "status": cancelWithdrawalResponseStatusValues.reverse[status],
        "uid": uid,
        "updatedAt": updatedAt.toIso8601String(),
    };
}

class EnumValues<T> {
    Map<String, T> map;
    late Map<T, String> reverseMap;

    EnumValues(this.map);

    Map<T, String> get reverse {
            reverseMap = map.map((k, v) => MapEntry(v, k));
            return reverseMap;
    }
}
