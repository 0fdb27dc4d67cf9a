import assert from 'node:assert/strict';
import { syntaxProblems } from '../../../scripts/deployCheck/rulesSyntax.ts';
import { rulesWith } from './healthy.ts';

const problems = (statement: string) => syntaxProblems({ text: rulesWith(statement) });

describe('the form of firestore.rules', () => {
  it('is right with paths, functions, conditions, comments and strings of any content', () => {
    for (const statement of [
      'allow get;',
      "allow read, create: if request.auth.uid == 'a{b(';",
      'match /{rest=**} { allow read: if exists(/databases/x/documents/y) && resource.data.keys().hasAll([1]); }',
      'function mine(uid) { let me = request.auth.uid; return me == uid; } allow get: if mine(uid); // { not code (',
    ]) {
      assert.deepEqual(problems(statement), [], statement);
    }
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['allow raed: if true;', /line 5: allow takes no "raed"/],
    ['allow read: true;', /line 5: an allow is ": if <condition>;"/],
    ['allow read: if true', /an allow is/],
    ['match users/x { }', /line 5: this is no match/],
    ['function () { return 1; }', /line 5: this is no function/],
    ['return;', /line 5: this is no return/],
    ['permit read;', /line 5: "permit" begins no statement/],
    ['allow read: if isMe(uid);', /line 5: isMe\(\) is defined nowhere/],
    ['allow read: if (true;', /"\}" closes nothing that is open/],
    ['}', /closes nothing that is open/],
    ['{', /lacks its "\}"/],
  ];
  for (const [statement, says] of wrong) {
    it(`is wrong with ${statement}`, () => assert.match(problems(statement).join('\n'), says));
  }

  it('is wrong without its version, or for another service', () => {
    assert.match(syntaxProblems({ text: 'service cloud.firestore {\n}' }).join(), /does not begin with rules_version/);
    const storage = "rules_version = '2';\nservice firebase.storage {\n}";
    assert.match(syntaxProblems({ text: storage }).join(), /not exactly one service/);
  });
});
