/* Yizhan: progressive behaviour. No dependency, no inline handler; every page works without it. */
(function () {
  'use strict';
  var root = document.documentElement;
  root.setAttribute('data-js', '');

  function closest(event, selector) { return event.target.closest ? event.target.closest(selector) : null; }

  /* Theme and text size: a form without script; with it the page changes at once and the cookie is kept here. */
  document.addEventListener('submit', function (event) {
    var form = closest(event, 'form[data-preference]');
    if (!form) return;
    event.preventDefault();
    var name = form.dataset.preference, button = form.querySelector('button'), value = button.value;
    var isOn = value === form.dataset.on;
    root.setAttribute('data-' + name, value);
    document.cookie = 'yz-' + name + '=' + value + '; path=/; max-age=31536000; samesite=lax' +
      (location.protocol === 'https:' ? '; secure' : '');
    document.querySelectorAll('form[data-preference="' + name + '"] button').forEach(function (other) {
      other.value = isOn ? form.dataset.off : form.dataset.on;
      other.setAttribute('aria-pressed', isOn);
    });
    document.dispatchEvent(new CustomEvent('yz:theme'));
  });

  document.addEventListener('click', function (event) {
    /* Disclosure: <button data-toggle="#id" aria-expanded> */
    var toggle = closest(event, '[data-toggle]');
    if (toggle) {
      var shown = document.querySelector(toggle.dataset.toggle).toggleAttribute('data-open');
      toggle.setAttribute('aria-expanded', shown);
    }
    /* Dialogs: data-open="#id" outside, data-close inside. A link keeps its address for browsers without <dialog>. */
    var opener = closest(event, '[data-open]:not(nav)'), closer = closest(event, '[data-close]');
    if (opener) {
      var dialog = document.querySelector(opener.dataset.open);
      if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
    }
    if (closer) { var held = closer.closest('dialog'); if (held) held.close(); }
    /* Printing and going back: buttons that exist only with script. */
    if (closest(event, '[data-print]')) window.print();
  });

  /* The error summary takes focus once; its links put the caret into the control. */
  function focusErrors(scope) {
    var summary = scope.querySelector('.y-errs[data-focus]');
    if (summary) { summary.removeAttribute('data-focus'); summary.focus(); }
  }
  document.addEventListener('click', function (event) {
    var link = closest(event, '.y-errs a[href^="#"]');
    var control = link && document.getElementById(link.getAttribute('href').slice(1));
    if (control) { event.preventDefault(); control.focus(); control.scrollIntoView({ block: 'center' }); }
  });
  focusErrors(document);
  document.addEventListener('htmx:afterSwap', function (event) { focusErrors(event.target); });

  /* A button that was pressed once is not pressed twice; the back button gives it back. */
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== 'post' || form.dataset.preference) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form[data-sent]').forEach(function (form) { delete form.dataset.sent; });
  });

  /* A fragment that the server could not make says so instead of staying silent. */
  ['htmx:responseError', 'htmx:sendError'].forEach(function (name) {
    document.addEventListener(name, function () {
      var live = document.getElementById('y-live');
      if (live) {
        live.textContent = root.lang === 'en' ? 'The server did not answer. Please try again.' : '服务器没有回应，请再试一次。';
      }
    });
  });
})();
