// The card as a picture, made on this device from what the page shows, and paper at a tap. Nothing is sent anywhere, and
// nothing here is needed to read the card or to print it.
"use strict";

(() => {
  const NAME = "card.png";
  const TYPE = "image/png";
  const SHARPNESS = 2;
  // Chinese characters stand each by itself, as the page spaces them; letters of a word belong together.
  const PIECES = /\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]|\s+|[^\s\p{Script=Han}\u3000-\u303f\uff00-\uffef]+/gu;

  // A browser that guards its reader's traces may give back a canvas of noise: then there is no picture at all.
  function canDraw() {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    if (!pen || !canvas.toBlob) return false;
    pen.fillStyle = "#2a2622";
    pen.fillRect(0, 0, 1, 1);
    return `${pen.getImageData(0, 0, 1, 1).data}` === "42,38,34,255";
  }

  function canShare() {
    return navigator.canShare?.({ files: [new File([], NAME, { type: TYPE })] }) ?? false;
  }

  // Each piece of text as the page has laid it out: what, and where.
  function* pieces(node) {
    const range = document.createRange();
    for (const found of node.data.matchAll(PIECES)) {
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
      if (boxes.length === 1) yield [found[0], boxes[0]];
      // A long word goes on in the next line.
      else if (boxes.length > 1) yield* letters(node, found, range);
    }
  }

  function* letters(node, found, range) {
    let at = found.index;
    for (const letter of found[0]) {
      range.setStart(node, at);
      range.setEnd(node, (at += letter.length));
      const box = [...range.getClientRects()].find((each) => each.width > 0);
      if (box) yield [letter, box];
    }
  }

  function drawText(pen, node, edge) {
    const style = getComputedStyle(node.parentElement);
    pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.fillStyle = style.color;
    pen.direction = style.direction;
    pen.textAlign = "left";
    const above = pen.measureText("").fontBoundingBoxAscent;
    for (const [text, box] of pieces(node)) pen.fillText(text.trim(), box.left - edge.left, box.top - edge.top + above);
  }

  function drawLine(pen, element, edge) {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const height = parseFloat(style.borderBottomWidth);
    pen.fillStyle = style.borderBottomColor;
    pen.fillRect(box.left - edge.left, box.bottom - edge.top - height, box.width, height);
  }

  function drawDisc(pen, circle, edge) {
    const box = circle.getBoundingClientRect();
    const style = getComputedStyle(circle);
    pen.globalAlpha = Number(style.fillOpacity);
    pen.fillStyle = style.fill;
    pen.beginPath();
    pen.arc(box.left - edge.left + box.width / 2, box.top - edge.top + box.height / 2, box.width / 2, 0, 2 * Math.PI);
    pen.fill();
    pen.globalAlpha = 1;
  }

  function draw(card) {
    const edge = card.getBoundingClientRect();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(edge.width * SHARPNESS);
    canvas.height = Math.round(edge.height * SHARPNESS);
    const pen = canvas.getContext("2d");
    pen.scale(SHARPNESS, SHARPNESS);
    pen.fillStyle = getComputedStyle(card).backgroundColor;
    pen.fillRect(0, 0, edge.width, edge.height);
    for (const circle of card.querySelectorAll("circle")) drawDisc(pen, circle, edge);
    for (const line of card.querySelectorAll("li")) drawLine(pen, line, edge);
    const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) drawText(pen, texts.currentNode, edge);
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(new File([blob], NAME, { type: TYPE })) : reject(new Error("no picture"))), TYPE);
    });
  }

  // The same size from every screen: laid out once more, where nobody sees it.
  async function picture() {
    const card = document.querySelector(".our-card").cloneNode(true);
    card.classList.add("for-picture");
    card.setAttribute("aria-hidden", "true");
    document.body.append(card);
    try {
      card.getBoundingClientRect();
      await document.fonts.ready;
      return await draw(card);
    } finally {
      card.remove();
    }
  }

  function save(file) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return "saved";
  }

  async function share(file) {
    await navigator.share({ files: [file] });
    return "";
  }

  async function give(way) {
    const status = document.querySelector("[data-card-status]");
    try {
      status.textContent = status.dataset[await way(await picture())] ?? "";
    } catch (error) {
      // Who closes the sheet of the phone has changed their mind.
      if (error.name !== "AbortError") status.textContent = status.dataset.failed;
    }
  }

  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-print]")) window.print();
    else if (target.closest("[data-card-save]")) give(save);
    else if (target.closest("[data-card-share]")) give(share);
  });
  const can = document.documentElement.classList;
  can.add("scripts");
  if (canDraw()) can.add("draws", ...(canShare() ? ["shares"] : []));
})();
