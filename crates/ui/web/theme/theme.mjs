// SPDX-License-Identifier: EUPL-1.2
// The theme as CSS: layer "theme", class "waarmaker-theme". A municipality overrides it with a file in the same layer, or with none at all.

import { colour } from './colour.mjs';
import { tokens } from './tokens.mjs';

const size = {
  font: "'Figtree Variable','Figtree Fallback',system-ui,sans-serif",
  'text-xs': '.9375rem', 'text-sm': '1rem', 'text-md': '1.125rem', 'text-lg': '1.375rem', 'text-xl': '1.625rem',
  'text-2xl': 'clamp(1.75rem,1.45rem + 1.3vw,2.25rem)', 'text-3xl': 'clamp(2.125rem,1.55rem + 2.6vw,3.5rem)',
  s1: '.25rem', s2: '.5rem', s3: '.75rem', s4: '1rem', s5: '1.5rem', s6: '2rem', s7: '3rem', s8: '4rem',
  'radius-s': '6px', radius: '10px', 'radius-l': '18px',
  measure: '40rem', page: '74rem', gutter: 'clamp(1rem,4vw,2.5rem)',
  shadow: '0 1px 2px rgb(20 36 42/.06),0 10px 30px rgb(20 36 42/.06)',
};

/** Everything that the theme defines, by name without the two dashes. */
export const defined = () => ({
  ...Object.fromEntries([...Object.keys(colour), ...Object.keys(size)].map(name => [`wm-${name}`, true])),
  ...tokens,
});

const list = (values, prefix = '') => Object.entries(values).map(([name, value]) => `--${prefix}${name}:${value}`).join(';');
const each = pick => Object.fromEntries(Object.entries(colour).map(([name, pair]) => [name, pick(pair)]));

/** Light for browsers without light-dark(), and on paper; both for all others, as the device or the reader (data-scheme) wants it. */
export function theme() {
  const light = list(each(([day]) => day), 'wm-');
  const both = list(each(([day, night]) => `light-dark(${day},${night})`), 'wm-');
  return '@layer theme{'
    + `.waarmaker-theme{color-scheme:light;${light};${list(size, 'wm-')};${list(tokens)}}`
    + `@supports (color:light-dark(#000,#fff)){.waarmaker-theme{color-scheme:light dark;${both}}`
    + '.waarmaker-theme[data-scheme=light]{color-scheme:light}.waarmaker-theme[data-scheme=dark]{color-scheme:dark}}'
    + '@media print{.waarmaker-theme,.waarmaker-theme[data-scheme]{color-scheme:light}}}';
}
