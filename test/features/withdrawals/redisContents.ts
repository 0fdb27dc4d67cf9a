import { connect } from 'node:net';
import type { OwnRedis } from '../events/ownRedis.ts';

/** Every key of a Redis with its value, whatever its type. */
export async function everythingIn(redis: OwnRedis): Promise<string> {
  const { hostname, port } = new URL(redis.url);
  const script =
    "local all = {} for _, key in ipairs(redis.call('KEYS', '*')) do all[#all + 1] = key .. ' ' .. redis.call('DUMP', key) end return table.concat(all, '\\n')";
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(`*3\r\n$4\r\nEVAL\r\n$${script.length}\r\n${script}\r\n$1\r\n0\r\n`),
    );
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => {
      parts.push(part);
      const all = Buffer.concat(parts);
      const end = all.indexOf('\r\n');
      const length = Number(all.subarray(1, end).toString());
      if (end > 0 && all.length >= end + 2 + length + 2) {
        socket.destroy();
        resolve(all.toString('latin1'));
      }
    });
    socket.once('error', reject);
  });
}
