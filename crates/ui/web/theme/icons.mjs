// SPDX-License-Identifier: EUPL-1.2
// Our own icons: 24 by 24, drawn with the colour and width of the text (class wm-icon).

const icons = {
  zoek: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
  menu: '<path d="M4 7h16M4 12h16M4 17h16"/>',
  sluit: '<path d="m6 6 12 12M18 6 6 18"/>',
  huis: '<path d="m3.5 11 8.5-7 8.5 7"/><path d="M6 9.5V20h12V9.5M10 20v-5.5h4V20"/>',
  tel: '<path d="M6 3.5h3.5l1.5 4.5-2.2 1.6a12 12 0 0 0 5.6 5.6l1.6-2.2 4.5 1.5V18c0 1.5-1 2.5-2.5 2.5C10.5 20.5 3.5 13.5 3.5 6 3.5 4.5 4.5 3.5 6 3.5z"/>',
  balie: '<path d="M4 20V9l8-5 8 5v11M2.5 20h19M8 20v-7M12 20v-7M16 20v-7"/>',
  brief: '<path d="M3.5 6h17v12.5h-17z"/><path d="m4 6.5 8 6.5 8-6.5"/>',
  chat: '<path d="M4 5h16v11H11l-4.5 4V16H4z"/>',
  vink: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  klok: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.5 2"/>',
  let: '<path d="M12 3.5 21.5 20h-19z"/><path d="M12 10v4.5M12 17.2v.1"/>',
  info: '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.6v.1"/>',
  doc: '<path d="M6 3h8l4.5 4.5V21H6z"/><path d="M14 3v5h4.5M9 13h6M9 16.5h6"/>',
  pijl: '<path d="M5 12h13.5M13 6.5l5.5 5.5-5.5 5.5"/>',
  lamp: '<path d="M8 21h5M10.5 21V6.5c0-2 1.3-3 3-3s3 1 3 3"/><path d="M14 6.5h5l1 3.5h-7z"/><path d="M14.5 13v.1M17 13.5v.1M19.5 13v.1"/>',
  kaart: '<path d="m3.5 6 5.5-2 6 2 5.5-2v14L15 20l-6-2-5.5 2z"/><path d="M9 4v14M15 6v14"/>',
  route: '<path d="M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',
  foto: '<path d="M3.5 8h4l1.5-2.5h6L16.5 8h4v11h-17z"/><circle cx="12" cy="13" r="3.5"/>',
  bel: '<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15z"/><path d="M10 21h4"/>',
  terug: '<path d="M19 12H5.5M11 6.5 5.5 12l5.5 5.5"/>',
  lijst: '<path d="M8.5 6.5h12M8.5 12h12M8.5 17.5h12M4 6.5v.1M4 12v.1M4 17.5v.1"/>',
  persoon: '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20.5c.6-4.3 3.5-6.5 7.5-6.5s6.9 2.2 7.5 6.5"/>',
  moersleutel: '<path d="M14.5 9.5 4.5 19.5M19.8 6.3a4.5 4.5 0 0 1-6 6 4.5 4.5 0 0 1-1.3-6.3l2.6 2.6 2.3-.6.6-2.3-2.6-2.6a4.5 4.5 0 0 1 4.4 3.2z"/>',
  download: '<path d="M12 4v11M7 10.5l5 5 5-5M4.5 20h15"/>',
  printer: '<path d="M7 8V3.5h10V8M7 17H3.5V8h17v9H17M7 13.5h10v7H7z"/>',
};

const symbols = Object.entries(icons).map(([name, shape]) => `<symbol id="${name}" viewBox="0 0 24 24">${shape}</symbol>`);

/** All icons in one file; a page shows one with <use href="icons.svg#name">. */
export const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;

/** The mark of Waarmaker: a tick and a light. */
export const favicon = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">'
  + '<rect fill="#0A5460" x="2" y="2" width="44" height="44" rx="13"/>'
  + '<path fill="none" stroke="#fff" d="M12 19.5 22 34 37 13" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/>'
  + '<circle fill="#F5B82E" cx="13" cy="12" r="4"/></svg>';
