import { BEHIND_LOAD_BALANCER, INGRESS } from '../../../functions/src/platform/runtime/ingress.ts';
import { believesOnlyProxies } from '../../../functions/src/platform/runtime/settings.ts';
import { type Check, problemsOf } from '../check.ts';

/** Whether nobody but proxies of our own can write the address by which calls are limited and judged. */
export const proxies: Check = {
  name: 'proxies',
  judge: ({ settings }) => {
    const { TRUSTED_PROXY_HOPS: hops = '0', INGRESS: ingress = 'ALLOW_ALL' } = settings;
    const isKnown = INGRESS.some((one) => one === ingress);
    return {
      fine: hops === '0' ? 'none is believed' : `${hops} believed, behind a load balancer`,
      problems: [
        ...problemsOf(
          isKnown ? [] : [`INGRESS=${ingress} is none of ${INGRESS.join(', ')}`],
          'Mend INGRESS; instances refuse every call while it cannot be read.',
        ),
        ...problemsOf(
          !isKnown || believesOnlyProxies(Number(hops), ingress)
            ? []
            : [`TRUSTED_PROXY_HOPS=${hops}, and functions can be called past these proxies, with any address`],
          `Set INGRESS=${BEHIND_LOAD_BALANCER} and let clients call by way of the load balancer, or set the hops to 0; ` +
            'instances refuse every call until then.',
        ),
      ],
    };
  },
};
