/* Yizhan: a form that loses nothing.
   <form data-autosave-key="need-<id>" [data-autosave="/…/draft/"]> … <span data-autosave-status role="status"></span>
   Every change is kept in sessionStorage; with data-autosave it is also posted as a draft (fetch, the form's own
   fields and token) 1.5 s after typing stops. When the session has expired or the server is dead the copy stays
   and is offered after the next load: nothing typed is lost. */
(function () {
  'use strict';
  var EN = document.documentElement.lang === 'en';
  var SAY = EN ? {
    saved: 'Saved at ', kept: 'Not saved on the server; a copy is kept in this browser.',
    expired: 'You are signed out. A copy is kept in this browser; sign in and come back.',
    found: 'There is text here that was not sent. Restore it?', restore: 'Restore', drop: 'Discard'
  } : {
    saved: '已保存 ', kept: '未能存到服务器，内容已留在本机浏览器。',
    expired: '登录已失效，内容已留在本机浏览器，登录后回到本页即可恢复。',
    found: '这里有一份没有发出的内容，要恢复吗？', restore: '恢复', drop: '丢弃'
  };
  var SKIP = { csrfmiddlewaretoken: 1, version: 1 };

  function read(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch (e) { return null; } }
  function write(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch (e) { /* full or refused */ } }
  function forget(key) { try { sessionStorage.removeItem(key); } catch (e) { /* refused */ } }

  function valuesOf(form) {
    var list = [];
    new FormData(form).forEach(function (value, name) {
      if (typeof value === 'string' && !SKIP[name]) list.push([name, value]);
    });
    return list;
  }
  function groupsOf(form) {
    var rows = {};
    form.querySelectorAll('[data-rows]').forEach(function (box) { rows[box.dataset.rows] = true; });
    return Object.keys(rows);
  }
  function fill(form, list) {
    /* Rows first: the copy may have more of them than the page. */
    groupsOf(form).forEach(function (prefix) {
      var wanted = list.filter(function (pair) { return pair[0] === prefix + '-TOTAL_FORMS'; })[0];
      var count = document.getElementById('id_' + prefix + '-TOTAL_FORMS');
      var button = form.querySelector('button[name="add-row"][value="' + prefix + '"]');
      while (wanted && button && Number(count.value) < Number(wanted[1]) && Number(count.value) < 200) button.click();
    });
    var left = {};
    list.forEach(function (pair) { (left[pair[0]] = left[pair[0]] || []).push(pair[1]); });
    Array.prototype.forEach.call(form.elements, function (control) {
      if (!control.name || SKIP[control.name] || control.type === 'file' || /-(TOTAL|INITIAL)_FORMS$/.test(control.name)) return;
      var held = left[control.name] || [];
      if (control.type === 'checkbox' || control.type === 'radio') {
        control.checked = held.indexOf(control.value) >= 0;
      } else if (control.tagName === 'SELECT' && control.multiple) {
        Array.prototype.forEach.call(control.options, function (option) { option.selected = held.indexOf(option.value) >= 0; });
      } else if (held.length) {
        control.value = held.shift();
      }
    });
  }
  function offer(form, key, copy) {
    var box = document.createElement('div'), text = document.createElement('div');
    box.className = 'y-note y-restore';
    box.setAttribute('data-tone', 'warn');
    box.setAttribute('role', 'alert');
    text.textContent = SAY.found + ' ';
    [[SAY.restore, function () { fill(form, copy.values); }], [SAY.drop, function () { forget(key); }]].forEach(function (pair) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'y-btn y-btn--sm';
      button.textContent = pair[0];
      button.addEventListener('click', function () { pair[1](); box.remove(); });
      text.appendChild(button);
    });
    box.appendChild(text);
    form.insertBefore(box, form.firstChild);
  }
  function watch(form) {
    var key = 'yz-form-' + form.dataset.autosaveKey, status = form.querySelector('[data-autosave-status]');
    var timer = 0, running = false, again = false;
    function tell(text) { if (status) status.textContent = text; }
    function stamp() {
      var now = new Date(), two = function (n) { return (n < 10 ? '0' : '') + n; };
      return two(now.getHours()) + ':' + two(now.getMinutes()) + ':' + two(now.getSeconds());
    }
    function keep() { write(key, { at: Date.now(), values: valuesOf(form) }); }
    function send() {
      if (!form.dataset.autosave) return;
      if (running) { again = true; return; }
      running = true;
      var sent = JSON.stringify(valuesOf(form));
      fetch(form.dataset.autosave, {
        method: 'POST', body: new FormData(form), credentials: 'same-origin', redirect: 'manual',
        headers: { 'X-Requested-With': 'fetch', 'Accept': 'application/json' }
      }).then(function (answer) {
        if (answer.ok) {
          tell(SAY.saved + stamp());
          if (sent === JSON.stringify(valuesOf(form))) forget(key);
          return answer.status === 204 ? null : answer.json().catch(function () { return null; });
        }
        tell(answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403 ? SAY.expired : SAY.kept);
        return null;
      }).then(function (data) {
        /* The server may answer {"version": n}: the next save then builds on it. */
        var version = form.elements.version;
        if (data && data.version !== undefined && version) version.value = data.version;
      }).catch(function () { tell(SAY.kept); }).then(function () {
        running = false;
        if (again) { again = false; send(); }
      });
    }
    var copy = read(key);
    if (copy && copy.values && Date.now() - copy.at < 86400000 && JSON.stringify(copy.values) !== JSON.stringify(valuesOf(form))) {
      offer(form, key, copy);
    } else if (copy) { forget(key); }
    form.addEventListener('input', function () {
      keep();
      clearTimeout(timer);
      timer = setTimeout(send, 1500);
    });
    form.addEventListener('change', keep);
    form.addEventListener('submit', function () { clearTimeout(timer); keep(); });
  }
  document.querySelectorAll('form[data-autosave-key]').forEach(watch);
})();
