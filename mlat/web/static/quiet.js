// The way out replaces this page in the browser's history; without this script the link still leads away.
(function () {
  var out = document.getElementById("leave");
  function leave(event) {
    if (event) { event.preventDefault(); }
    document.body.style.display = "none";
    window.location.replace(out.href);
  }
  out.addEventListener("click", leave);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { leave(event); } });
})();
