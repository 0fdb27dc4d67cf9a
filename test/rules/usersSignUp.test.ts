import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultEconomyConfig } from '../../functions/src/contract.ts';
import { mailboxOf } from '../../functions/src/kernel/mailbox.ts';
import { decideSignUp, domainsOf } from '../../functions/src/users/signUpRules.ts';

const config = defaultEconomyConfig.signUps;
const nobody = { email: null, isBanned: false, isDisposable: () => false };
const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const domain = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
const name = fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/);

const codeOf = (decision: ReturnType<typeof decideSignUp>) => (decision.ok ? 'ok' : decision.error.code);

describe('who may sign up', () => {
  it('lets everybody in who brings neither an address nor a number', () => {
    assert.equal(codeOf(decideSignUp({ ...nobody, isDisposable: () => true }, config)), 'ok');
  });

  it('refuses an address below a refused domain however deep, and none beside it', () => {
    fc.assert(
      fc.property(name, domain, fc.array(label, { maxLength: 3 }), (who, refused, below) => {
        const strict = { ...config, refusedEmailDomains: [refused] };
        const under = `${who}@${[...below, refused].join('.')}`;
        const beside = `${who}@x${refused}`;
        assert.equal(codeOf(decideSignUp({ ...nobody, email: under }, strict)), 'users/email-not-accepted');
        assert.equal(
          codeOf(decideSignUp({ ...nobody, email: under.toUpperCase() }, strict)),
          'users/email-not-accepted',
        );
        assert.equal(codeOf(decideSignUp({ ...nobody, email: beside }, strict)), 'ok');
      }),
    );
  });

  it('refuses throw-away addresses only while the configuration says so', () => {
    const person = {
      ...nobody,
      email: 'a@inbox.trash.example',
      isDisposable: (one: string) => one === 'trash.example',
    };
    assert.equal(codeOf(decideSignUp(person, config)), 'users/email-not-accepted');
    assert.equal(codeOf(decideSignUp(person, { ...config, refuseDisposableEmail: false })), 'ok');
  });

  it('tells a banned person that, whatever the address', () => {
    const person = { email: 'a@trash.example', isBanned: true, isDisposable: () => true };
    assert.equal(codeOf(decideSignUp(person, config)), 'users/sign-up-banned');
  });

  it('lists a domain and all that it lies in', () => {
    assert.deepEqual(domainsOf('"odd@name"@Mail.Example.ORG'), ['mail.example.org', 'example.org', 'org']);
  });
});

describe('a mailbox', () => {
  it('is the same in any case and with any tag', () => {
    fc.assert(
      fc.property(name, domain, name, (who, host, tag) => {
        const plain = mailboxOf(`${who}@${host}`);
        assert.equal(mailboxOf(`${who.toUpperCase()}+${tag}@${host.toUpperCase()}`), plain);
        assert.equal(mailboxOf(plain), plain);
      }),
    );
  });

  it('ignores dots where the provider does, and nowhere else', () => {
    assert.equal(mailboxOf('A.nn.a+x@googlemail.com'), 'anna@gmail.com');
    assert.notEqual(mailboxOf('a.nna@example.org'), mailboxOf('anna@example.org'));
  });

  it('keeps different people apart', () => {
    fc.assert(
      fc.property(name, name, domain, domain, (one, other, here, there) => {
        fc.pre(one !== other || here !== there);
        assert.notEqual(mailboxOf(`${one}@${here}`), mailboxOf(`${other}@${there}`));
      }),
    );
  });
});
