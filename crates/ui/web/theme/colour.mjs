// SPDX-License-Identifier: EUPL-1.2
// The colours of Waarmaker: [light, dark]. Templates and style sheets know them as var(--wm-…).

export const colour = {
  paper: ['#FAF7F2', '#0F1A1F'],
  surface: ['#FFFFFF', '#17252B'],
  sunken: ['#F2EDE4', '#0B1418'],
  ink: ['#14242A', '#EEF2EF'],
  'ink-soft': ['#45565E', '#B3C1C5'],
  sky: ['#FBEBC2', '#16404B'],
  // Decoration only; controls have line-strong.
  line: ['#DFD8CB', '#2C3E46'],
  'line-strong': ['#6B7980', '#83969D'],
  primary: ['#0A5460', '#72CDD8'],
  'primary-hover': ['#073E48', '#A4E2E9'],
  'on-primary': ['#FFFFFF', '#04252B'],
  'primary-soft': ['#DDEEF0', '#133A42'],
  'on-primary-soft': ['#083B45', '#CDEFF3'],
  // You are here, it is your turn, the light is on.
  accent: ['#F5B82E', '#F7C657'],
  'on-accent': ['#2B2000', '#2B2000'],
  'accent-soft': ['#FDF0CC', '#3A2F10'],
  'on-accent-soft': ['#4D3600', '#F9DD9A'],
  link: ['#0A5460', '#84D6E0'],
  'link-hover': ['#14242A', '#C5F0F5'],
  positive: ['#17643A', '#7FD6A0'],
  'positive-bg': ['#E3F3E8', '#12301F'],
  warning: ['#7A4B00', '#F5C35B'],
  'warning-bg': ['#FDF0CC', '#3A2C0B'],
  negative: ['#A3212B', '#FF9D9D'],
  'negative-bg': ['#FCEAEA', '#3E1A1D'],
  info: ['#1C4E8C', '#93C3FA'],
  'info-bg': ['#E6F0FA', '#14293F'],
  'focus-outline': ['#14242A', '#FFC93C'],
  'focus-halo': ['#FFC93C', '#0F1A1F'],
  band: ['#0A3C46', '#0B1418'],
  'on-band': ['#FFFFFF', '#EEF2EF'],
  'band-soft': ['#BFDDE1', '#B3C1C5'],
  'map-land': ['#F1ECE0', '#0B1418'],
  'map-line': ['#D3CBB9', '#22343C'],
  'map-on': ['#8A5E00', '#FFE2A0'],
  'map-area': ['#2F6B3F', '#8FCB9F'],
};

// What must be readable: [what, on what, least contrast]. 4.5 for text, 3 for what shows a control or a state (WCAG 1.4.3, 1.4.11).
export const pairs = [
  ...['ink', 'ink-soft', 'link', 'negative'].flatMap(text => ['paper', 'surface', 'sunken'].map(back => [text, back, 4.5])),
  ...['ink', 'ink-soft', 'link'].map(text => [text, 'sky', 4.5]),
  ...['positive', 'warning', 'negative', 'info'].flatMap(state => [[state, `${state}-bg`, 4.5], ['ink', `${state}-bg`, 4.5], ['link', `${state}-bg`, 4.5]]),
  ['warning', 'surface', 4.5], ['positive', 'surface', 4.5], ['positive', 'paper', 4.5], ['warning', 'paper', 4.5],
  ['link-hover', 'paper', 4.5], ['link-hover', 'sunken', 4.5],
  ['on-primary', 'primary', 4.5], ['on-primary', 'primary-hover', 4.5],
  ['on-primary-soft', 'primary-soft', 4.5], ['link', 'primary-soft', 4.5], ['ink-soft', 'primary-soft', 4.5], ['ink', 'primary-soft', 4.5],
  ['on-accent', 'accent', 4.5], ['on-accent-soft', 'accent-soft', 4.5], ['link', 'accent-soft', 4.5],
  ['on-band', 'band', 4.5], ['band-soft', 'band', 4.5], ['accent', 'band', 3],
  ...['paper', 'surface', 'sunken'].map(back => ['line-strong', back, 3]),
  ...['paper', 'surface', 'sunken'].map(back => ['focus-outline', back, 3]),
  ['focus-halo', 'focus-outline', 3], ['primary', 'surface', 3], ['primary', 'paper', 3],
  ['ink', 'map-land', 4.5], ['ink-soft', 'map-land', 4.5], ['negative', 'map-land', 3], ['primary', 'map-land', 3], ['map-on', 'map-land', 3], ['map-area', 'map-land', 3],
];

const luminance = hex => {
  const [r, g, b] = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16) / 255).map(v => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** Contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export const contrast = (a, b) => {
  const [light, dark] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (light + 0.05) / (dark + 0.05);
};

/** Sentences about pairs that cannot be read well enough. */
export function unreadable() {
  const faults = [];
  for (const [front, back, least] of pairs) {
    for (const [at, scheme] of ['light', 'dark'].entries()) {
      const found = contrast(colour[front][at], colour[back][at]);
      if (found < least) faults.push(`${front} on ${back} (${scheme}): contrast ${found.toFixed(2)}, needs ${least}`);
    }
  }
  return faults;
}
