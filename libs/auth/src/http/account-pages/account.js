'use strict';
// What the pages of /account/ do. The token is kept in a variable of this script and nowhere else: not in the address bar, the
// history, the page or any storage. Nothing is sent before the button is pressed.

(() => {
  const longestWaitMs = 30_000;
  const form = /** @type {HTMLFormElement} */ (byId('form'));
  const failure = byId('failure');
  const sending = byId('sending');
  const password = /** @type {HTMLInputElement | null} */ (document.getElementById('password'));
  const show = /** @type {HTMLInputElement | null} */ (document.getElementById('show'));
  /** @type {string | null} */
  let token = null;
  let isSending = false;

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void press();
  });
  show?.addEventListener('change', () => showPassword(show.checked));
  // Another link, pasted into the address bar while this page is open, is one more visit.
  addEventListener('hashchange', () => location.reload());

  token = takeToken();
  byId('incomplete').hidden = token !== null;
  form.hidden = token === null;

  /** Reads the token and takes it out of the address bar and the history, before anything else can see it there. */
  function takeToken() {
    const given = new URLSearchParams(location.hash.slice(1)).get('token');
    if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
    return given === '' ? null : given;
  }

  async function press() {
    if (isSending || token === null) return;
    clearFailure();
    if (password?.value === '') return refusePassword([text('emptyPassword')], []);
    busy(true);
    const answer = await send(password ? { token, newPassword: password.value } : { token });
    busy(false);
    if (answer === null) return fail([text('unreachable')]);
    if (answer.ok) return succeed();
    await explain(answer);
  }

  /**
   * @param {object} body
   * @returns null if no answer came
   */
  async function send(body) {
    try {
      return await fetch(form.dataset['call'] ?? '', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify(body),
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(longestWaitMs),
      });
    } catch {
      return null;
    }
  }

  /** @param {Response} answer one that says no */
  async function explain(answer) {
    const { code, errors, requestId } = await problemOf(answer);
    const refusals = errors.filter(({ pointer }) => pointer === '/newPassword').map(({ message }) => message);
    if (answer.status === 400 && refusals.length > 0) return refusePassword([text('refusedPassword')], refusals);
    // Whatever else is wrong with what was sent is wrong with the token: nobody typed it.
    if (code === 'INVALID_LINK' || code === 'VALIDATION_FAILED') return endLink();
    if (answer.status === 429) return fail([tooMany(Number(answer.headers.get('Retry-After')))]);
    if (answer.status === 503) return fail([text('unavailable')]);
    fail([text('failed'), ...(requestId === '' ? [] : [text('reference').replace('{{id}}', () => requestId)])]);
  }

  /**
   * What a problem tells; empty where the answer is none, as that of a proxy.
   * @param {Response} answer
   * @returns {Promise<{ code: string, requestId: string, errors: { pointer: string, message: string }[] }>}
   */
  async function problemOf(answer) {
    try {
      const { code, requestId, errors } = await answer.json();
      const known = Array.isArray(errors) ? errors.filter((one) => typeof one?.message === 'string') : [];
      return { code: String(code), requestId: typeof requestId === 'string' ? requestId : '', errors: known };
    } catch {
      return { code: '', requestId: '', errors: [] };
    }
  }

  /** @param {number} seconds not a number where it is not told */
  function tooMany(seconds) {
    if (!(seconds > 0)) return text('tooManyForNow');
    const [unit, count] = seconds < 120 ? ['second', Math.ceil(seconds)] : ['minute', Math.ceil(seconds / 60)];
    const format = new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit, unitDisplay: 'long' });
    return text('tooMany').replace('{{wait}}', () => format.format(count));
  }

  function succeed() {
    forget();
    const done = byId('done');
    document.title = done.querySelector('h2')?.textContent ?? document.title;
    done.hidden = false;
    done.focus();
  }

  function endLink() {
    forget();
    fail([text('deadLink'), text('advice')]);
  }

  /** The link has done what it can: neither it nor the password is needed any more. */
  function forget() {
    token = null;
    form.hidden = true;
    if (!password || !show) return;
    password.value = '';
    show.checked = false;
    showPassword(false);
  }

  /**
   * @param {string[]} sentences
   * @param {string[]} refusals as the API tells them
   */
  function refusePassword(sentences, refusals) {
    tell(sentences);
    if (refusals.length > 0) failure.append(listOf(refusals));
    password?.setAttribute('aria-invalid', 'true');
    password?.setAttribute('aria-describedby', 'failure rules');
    password?.focus();
  }

  /** @param {string[]} refusals */
  function listOf(refusals) {
    const rules = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('#rules [data-told]')]);
    const list = document.createElement('ul');
    for (const refusal of refusals) {
      const item = document.createElement('li');
      const known = rules.find((rule) => rule.dataset['told'] === refusal);
      item.textContent = known?.textContent ?? refusal;
      if (!known) item.lang = 'en';
      list.append(item);
    }
    return list;
  }

  /** @param {string[]} sentences */
  function fail(sentences) {
    tell(sentences);
    failure.focus();
  }

  /** @param {string[]} sentences */
  function tell(sentences) {
    failure.replaceChildren(
      ...sentences.map((sentence) => Object.assign(document.createElement('p'), { textContent: sentence })),
    );
  }

  function clearFailure() {
    failure.replaceChildren();
    password?.removeAttribute('aria-invalid');
    password?.setAttribute('aria-describedby', 'rules');
  }

  /** @param {boolean} isBusy */
  function busy(isBusy) {
    isSending = isBusy;
    // Not disabled: that would take the focus away.
    form.querySelector('button')?.setAttribute('aria-disabled', String(isBusy));
    sending.textContent = isBusy ? text('sending') : '';
  }

  /** @param {boolean} isShown */
  function showPassword(isShown) {
    if (password) password.type = isShown ? 'text' : 'password';
  }

  /** @param {string} name */
  function text(name) {
    const found = /** @type {HTMLTemplateElement | null} */ (document.querySelector(`[data-message="${name}"]`));
    return found?.content.textContent ?? '';
  }

  /**
   * @param {string} id
   * @returns {HTMLElement}
   */
  function byId(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error(`there is no ${id} in this page`);
    return found;
  }
})();
