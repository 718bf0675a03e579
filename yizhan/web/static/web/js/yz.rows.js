/* Yizhan: rows of a formset (parts/rows.html) are added and removed at once; without script the server does it. */
(function () {
  'use strict';
  function total(box) {
    return document.getElementById('id_' + box.dataset.rows + '-TOTAL_FORMS');
  }
  function add(box) {
    var count = total(box), index = count.value, holder = document.createElement('tbody');
    holder.innerHTML = box.querySelector('template').innerHTML.replace(/__prefix__/g, index);
    var row = holder.querySelector('tr');
    box.querySelector('tbody').appendChild(row);
    count.value = String(Number(index) + 1);
    var first = row.querySelector('input:not([type=hidden]), select, textarea');
    if (first) first.focus();
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
  document.addEventListener('click', function (event) {
    var button = event.target.closest('button[name="add-row"]');
    var box = button && button.closest('[data-rows]');
    if (!box) return;
    event.preventDefault();
    add(box);
  });
  /* The box stays in the form, so the server learns that the row is gone. */
  document.addEventListener('change', function (event) {
    var box = event.target.closest('.y-rows__x input[type=checkbox]');
    if (box && box.checked) box.closest('tr').hidden = true;
  });
})();
