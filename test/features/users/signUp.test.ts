import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase/app';
import {
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  initializeAuth,
  inMemoryPersistence,
} from 'firebase/auth';
import { asEarnPlayError, EarnPlayError } from '../../../client/src/index.ts';
import type { Keyring } from '../../../functions/src/platform/crypto/crypto.ts';
import { adminAuth, adminFirestore } from '../../../functions/src/platform/runtime/firebase.ts';
import { areBanned } from '../../../functions/src/users/bannedContacts.ts';
import { functionsAddressKey, withAddressKeys } from '../../support/addressKeys.ts';
import { signUpWithEmail } from '../../support/auth.ts';
import { authHost, projectId } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { insist } from '../../support/keyed.ts';
import { Player, world } from '../../support/world.ts';
import { restoreEconomy, storedEconomy } from '../economy/economies.ts';

const fresh = () => `p${randomUUID().replaceAll('-', '')}`;

/** Signs up as a game does, with the Firebase SDK; answers the code of the refusal, if there is one. */
async function refusalOf(email: string): Promise<string | undefined> {
  const app = initializeApp({ projectId, apiKey: 'emulator' }, randomUUID());
  try {
    const auth = initializeAuth(app, { persistence: inMemoryPersistence });
    connectAuthEmulator(auth, `http://${authHost}`, { disableWarnings: true });
    await createUserWithEmailAndPassword(auth, email, randomUUID());
    return undefined;
  } catch (thrown) {
    const error = asEarnPlayError(thrown);
    assert.ok(error instanceof EarnPlayError);
    assert.doesNotMatch(error.message, /HTTP|BLOCKING/);
    return error.code;
  } finally {
    await deleteApp(app);
  }
}

const exists = async (email: string) =>
  (await adminAuth()).getUserByEmail(email).then(
    () => true,
    () => false,
  );

describe('signing up', function () {
  this.timeout(60_000);

  it('lets an ordinary address in, and its owner plays', async () => {
    const player = new Player(await signUpWithEmail(`${fresh()}@example.org`));
    await player.create();
  });

  it('refuses a throw-away address with its code, and no user is created', async () => {
    const email = `${fresh()}@mailinator.com`;
    assert.equal(await refusalOf(email), 'users/email-not-accepted');
    assert.equal(await exists(email), false);
  });

  it('refuses a throw-away address below another name', async () => {
    assert.equal(await refusalOf(`${fresh()}@inbox.mailinator.com`), 'users/email-not-accepted');
  });

  it('refuses the mailbox of a banned player in any spelling, even after its user is gone', async () => {
    const name = fresh();
    const player = new Player(await signUpWithEmail(`${name}@example.org`));
    await player.create();
    const logId = `${player.uid}-test`;
    await (await adminFirestore()).doc(`fraudLogs/${logId}`).create({
      ...{ uid: player.uid, kind: 'referral', verdict: 'block', total: 40, evidence: {}, subject: 'users/x' },
      ...{ at: new Date(), correlationId: 'test', status: 'OPEN', reviewedBy: null },
    });
    const reason = 'Farmed bonuses with many accounts';
    await insist(await world.staff('support'), 'reviewFraud', { logId, decision: 'ban', reason });
    const keys = { v1: functionsAddressKey, v2: 'dd'.repeat(32) };
    /** As an instance with these keys sees it. */
    const isBannedUnder = (ring: Keyring, contacts: { email: string | null; phoneNumber: string | null }) =>
      withAddressKeys(ring, () => areBanned(contacts, Date.now()));
    const ownRing = { current: 'v1', keys: { v1: keys.v1 } };
    const phoneNumber = `+1555${randomInt(1_000_000, 9_999_999)}`;
    await (await adminAuth()).updateUser(player.uid, { phoneNumber });
    assert.equal(await isBannedUnder(ownRing, { email: null, phoneNumber }), false);
    await insist(player, 'deleteAccount', { confirm: 'DELETE' });
    assert.equal(await exists(`${name}@example.org`), false);
    assert.equal(
      await isBannedUnder(ownRing, { email: null, phoneNumber }),
      true,
      'what has come to the account since the ban',
    );
    for (const spelling of [`${name}@example.org`, `${name.toUpperCase()}+again@Example.org`]) {
      assert.equal(await refusalOf(spelling), 'users/sign-up-banned');
    }
    assert.equal(await refusalOf(`${fresh()}@example.org`), undefined);
    // Under a new key as well, for as long as the one of then is in the ring.
    for (const [ring, isKnown] of [
      [{ current: 'v2', keys }, true],
      [{ current: 'v2', keys: { v2: keys.v2 } }, false],
    ] as const) {
      const contacts = { email: `${name}+later@example.org`, phoneNumber: null };
      assert.equal(await isBannedUnder(ring, contacts), isKnown);
    }
  });

  describe('with a domain refused by the configuration', () => {
    let version = 0;
    let domain = '';

    before(async () => {
      const stored = await storedEconomy();
      version = stored.version;
      domain = `${fresh()}.example`;
      const config = { ...stored.config, signUps: { refusedEmailDomains: [domain] } };
      await insist(await world.staff('admin'), 'setEconomyConfig', { config });
    });
    after(() => restoreEconomy(version));

    it('refuses its addresses and those below it', async () => {
      for (const host of [domain, `mail.${domain}`]) {
        // An instance trusts its copy of the configuration for a moment.
        await eventually(async () => assert.equal(await refusalOf(`${fresh()}@${host}`), 'users/email-not-accepted'));
      }
    });
  });
});
