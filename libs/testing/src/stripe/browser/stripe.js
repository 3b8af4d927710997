/**
 * Stands in for Stripe.js in browser tests: the same calls and answers, one frame with a card form, and the
 * banks of ./bank.html. It talks to the server that it came from.
 */
(() => {
  const { origin } = new URL(document.currentScript.src);
  const waiting = new Map();
  let count = 0;

  addEventListener('message', ({ origin: from, data }) => {
    if (from === origin && data?.fake) {
      waiting.get(`${data.fake} ${data.id}`)?.(data);
    }
  });

  const next = () => {
    count += 1;
    return String(count);
  };
  const hear = (what, id, listener) => waiting.set(`${what} ${id}`, listener);

  function frame(path, query) {
    const element = document.createElement('iframe');
    element.src = `${origin}${path}?${new URLSearchParams(query)}`;
    element.style.border = '0';
    element.style.width = '100%';
    return element;
  }

  globalThis.Stripe = (key) => {
    async function call(method, path, params) {
      const url = `${origin}/v1/payment_intents/${path}`;
      const form = new URLSearchParams(params);
      const headers = { authorization: `Bearer ${key}` };
      try {
        const answer = await (method === 'GET'
          ? fetch(`${url}?${form}`, { headers })
          : fetch(url, { method, headers, body: form }));
        const body = await answer.json();
        return body.error ? { error: body.error } : { paymentIntent: body };
      } catch {
        return { error: { type: 'api_connection_error', message: 'No answer came.' } };
      }
    }

    const read = (secret) => call('GET', secret.split('_secret_')[0], { client_secret: secret });

    function outcomeOf(answer) {
      const failed = answer.paymentIntent?.last_payment_error;
      return failed && answer.paymentIntent.status === 'requires_payment_method'
        ? { error: { ...failed, payment_intent: answer.paymentIntent } }
        : answer;
    }

    /** The bank's page in a layer over this one. */
    async function authenticate(secret) {
      const id = next();
      const layer = document.createElement('div');
      Object.assign(layer.style, {
        position: 'fixed',
        inset: '0',
        zIndex: '9',
        background: '#0008',
      });
      const bank = frame('/bank', { key, secret, id });
      bank.title = 'Bank';
      bank.style.height = '100%';
      layer.append(bank);
      const done = new Promise((resolve) => hear('authenticated', id, resolve));
      document.body.append(layer);
      await done;
      layer.remove();
      return outcomeOf(await read(secret));
    }

    return {
      elements(options) {
        const id = next();
        const listeners = {};
        const form = frame('/form', { id, amount: options.amount, currency: options.currency });
        form.title = 'Secure payment input frame';
        hear('height', id, ({ height }) => {
          form.style.height = `${height}px`;
        });
        hear('ready', id, () => listeners.ready?.({ elementType: 'payment' }));
        const element = {
          mount: (place) => place.append(form),
          unmount: () => form.remove(),
          destroy: () => form.remove(),
          on(event, listener) {
            listeners[event] = listener;
            return element;
          },
        };
        return {
          read: () =>
            new Promise((resolve) => {
              const question = next();
              hear('value', question, resolve);
              form.contentWindow.postMessage({ ask: 'value', id: question }, origin);
            }),
          create: () => element,
          update() {},
          async submit() {
            const { card } = await this.read();
            const isMissing = card === null;
            return isMissing
              ? { error: { type: 'validation_error', code: 'incomplete_number' } }
              : { selectedPaymentMethod: 'card' };
          },
        };
      },
      retrievePaymentIntent: read,
      async confirmPayment({ elements, clientSecret, confirmParams }) {
        const { card } = await elements.read();
        if (card === 'silent') {
          return { error: { type: 'api_connection_error', message: 'No answer came.' } };
        }
        const [id] = clientSecret.split('_secret_');
        const params = { client_secret: clientSecret, fake_card: card };
        const answer = await call('POST', `${id}/confirm`, params);
        switch (answer.paymentIntent?.next_action?.type) {
          case 'use_stripe_sdk':
            return authenticate(clientSecret);
          case 'redirect_to_url': {
            const back = confirmParams.return_url;
            const query = new URLSearchParams({ key, secret: clientSecret, back });
            location.assign(`${origin}/bank?${query}`);
            return new Promise(() => {});
          }
          default:
            return outcomeOf(answer);
        }
      },
    };
  };
})();
