import assert from 'node:assert/strict';
import { CHECKS } from '../../../scripts/deployCheck/checks/index.ts';
import { reportOf } from '../../../scripts/deployCheck/report.ts';
import { BROKEN } from './brokenSamples.ts';
import { callable, consumer, healthy, nightly } from './healthy.ts';

/** Says what is good to know, and finds nothing wrong with any deployment. */
const ONLY_NOTES = ['warm'];

function checkOf(name: string) {
  const check = CHECKS.find((one) => one.name === name);
  assert.ok(check, `there is no check "${name}"`);
  return check;
}

describe('the checks of a deployment', () => {
  for (const { name, judge } of CHECKS) {
    it(`find nothing wrong with ${name} of one that is well`, () => {
      assert.deepEqual(judge(healthy()).problems, []);
    });
  }

  for (const [name, says, changes] of BROKEN) {
    it(`refuse ${name} where ${says.source}`, () => {
      const { problems } = checkOf(name).judge(healthy(changes));
      assert.match(problems.map(({ what }) => what).join('\n'), says);
      for (const { remedy } of problems) assert.ok(remedy.length > 10, 'a problem says what to do');
    });
  }

  it('have a broken deployment each that they refuse', () => {
    const proven = new Set(BROKEN.map(([name]) => name));
    const unproven = CHECKS.map(({ name }) => name).filter((name) => !proven.has(name));
    assert.deepEqual(unproven, ONLY_NOTES);
  });

  it('take every form of a schedule that Cloud Scheduler takes', () => {
    const forms = [
      ...['every 5 minutes', 'every 60 mins', 'every 2 hours from 10:00 to 14:00', 'every day 00:05'],
      ...['every mon,wed 09:30', '1st,third monday of month 17:00', '2nd wednesday of jan,apr 07:45'],
      ...['*/5 * * * *', '0 3 * * 1-5', '15,45 0-6/2 1 1,7 *'],
    ];
    const refused = forms.filter(
      (schedule) => checkOf('schedules').judge(healthy({ endpoints: [nightly({ schedule })] })).problems.length > 0,
    );
    assert.deepEqual(refused, []);
  });

  it('say what warm instances cost, and nothing where there are none', () => {
    const warm = checkOf('warm').judge(healthy({ endpoints: [callable({ minInstances: 2 })], warmDollars: 12.345 }));
    assert.match(warm.notes?.join() ?? '', /claimReferral \(2\) cost about \$12\.3\d a month/);
    assert.deepEqual(checkOf('warm').judge(healthy()).notes, []);
  });

  it('say to whom the staff door is open', () => {
    const door = (settings: Readonly<Record<string, string>>) => checkOf('staff door').judge(healthy({ settings }));
    assert.equal(door({}).fine, 'open to every address');
    const office = { STAFF_ALLOWED_ADDRESSES: ' 192.0.2.0/24,2001:db8::1' };
    assert.equal(door(office).fine, 'open to 192.0.2.0/24,2001:db8::1 alone');
  });

  it('warn of more functions than a minute takes, and of topics that wake two functions', () => {
    const endpoints = Array.from({ length: 61 }, (_, at) => callable({ id: `a${at}` }));
    assert.match(checkOf('quantity').judge(healthy({ endpoints })).notes?.join() ?? '', /61 functions/);
    const two = [consumer(), { ...consumer(), id: 'onReferralToo' }];
    assert.match(
      checkOf('events')
        .judge(healthy({ endpoints: two }))
        .notes?.join() ?? '',
      /referral\.claimed wakes/,
    );
  });

  it('warn of a runtime half a year before it is deprecated', () => {
    const { runtime } = healthy();
    const soon = { ...runtime, todayMs: Date.parse('2028-01-01') };
    assert.match(
      checkOf('runtime')
        .judge(healthy({ runtime: soon }))
        .notes?.join() ?? '',
      /deprecated from 2028/,
    );
  });

  it('tell each problem with what to do about it, and nothing else as a problem', () => {
    const problem = { what: 'a is wrong', remedy: 'mend a' };
    assert.equal(
      reportOf('names', { fine: 'all well', problems: [problem], notes: ['b is dear'] }),
      '  PROBLEM  names        a is wrong\n                        → mend a\n  note     names        b is dear',
    );
    assert.equal(reportOf('names', { fine: 'all well', problems: [] }), '  ok       names        all well');
  });
});
