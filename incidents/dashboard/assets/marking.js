/* A report's text in which a reader marks words; tells Python the words and where they start, in code points. */
export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".marking-text");
  const key = JSON.stringify(data);
  if (root.dataset.key !== key) {
    root.dataset.key = key;
    root.dir = data.direction;
    root.setAttribute("aria-label", data.label);
    root.replaceChildren(
      ...data.pieces.map(([marked, words]) => {
        if (!marked) return document.createTextNode(words);
        const mark = document.createElement("mark");
        mark.textContent = words;
        mark.style.background = data.colour;
        return mark;
      })
    );
  }

  function tell() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!root.contains(range.commonAncestorContainer)) return;
    const words = range.toString().trim();
    if (!words) return;
    const before = document.createRange();
    before.selectNodeContents(root);
    before.setEnd(range.startContainer, range.startOffset);
    const lead = range.toString().length - range.toString().trimStart().length;
    const start = [...(before.toString() + range.toString().slice(0, lead))].length;
    setStateValue("marked", { words: words, start: start });
  }
  root.onpointerup = () => setTimeout(tell, 0);
  root.onkeyup = tell;
}
