// SPDX-License-Identifier: EUPL-1.2
// What the components of NL Design System and Utrecht take from our theme. The build fails when one that they use for a colour, a border or
// the focus is missing (build.mjs).

/** Tokens of the components of NL Design System and Utrecht, without the two dashes. */
export const tokens = {};
const c = name => `var(--wm-${name})`;
const put = (component, values) => {
  for (const [name, value] of Object.entries(values)) tokens[`${component}-${name}`] = value;
};

[1, 2, 3, 4, 5].forEach(l => put(`nl-heading-level-${l}`, {
  color: c('ink'), 'font-family': c('font'),
  'font-size': [0, c('text-3xl'), c('text-2xl'), c('text-lg'), c('text-md'), c('text-md')][l],
  'font-weight': [0, '700', '680', '680', '680', '680'][l], 'line-height': [0, '1.1', '1.2', '1.3', '1.4', '1.4'][l],
  'margin-block-start': '0', 'margin-block-end': [0, c('s4'), c('s4'), c('s2'), c('s1'), c('s1')][l],
}));
put('nl-paragraph', {
  color: 'inherit', 'font-family': 'inherit', 'font-size': 'inherit', 'font-weight': 'inherit', 'line-height': 'inherit',
  'margin-block-start': '0', 'margin-block-end': c('s4'), 'lead-font-size': c('text-lg'), 'lead-font-weight': '400',
  'lead-line-height': '1.45', 'lead-margin-block-start': '0', 'lead-margin-block-end': c('s5'),
});
put('nl-link', {
  color: c('link'), 'hover-color': c('link-hover'), 'active-color': c('link-hover'), 'text-decoration-line': 'underline',
  'text-decoration-thickness': '1.5px', 'text-underline-offset': '.18em', 'hover-text-decoration-line': 'underline',
  'hover-text-decoration-thickness': '3px', 'disabled-color': c('ink-soft'), 'text-decoration-color': 'currentColor',
});
put('nl-skip-link', {
  'background-color': c('accent'), color: c('on-accent'), 'font-size': c('text-md'), 'line-height': '1.4',
  'min-block-size': '44px', 'min-inline-size': '44px', 'padding-block': c('s3'), 'padding-inline': c('s5'),
  'text-decoration-thickness': '2px', 'text-underline-offset': '.18em',
});
put('nl-data-badge', {
  'background-color': c('sunken'), 'border-color': 'transparent', 'border-radius': '99px', 'border-width': '0px', color: c('ink'),
  'font-family': 'inherit', 'font-size': c('text-xs'), 'font-weight': '600', 'line-height': '1.3', 'min-block-size': '1.75rem',
  'min-inline-size': '1.75rem', 'padding-block': '.2rem', 'padding-inline': '.7rem',
});
put('nl-number-badge', {
  'background-color': c('accent'), 'border-color': 'transparent', 'border-radius': '99px', 'border-width': '0px',
  color: c('on-accent'), 'font-family': 'inherit', 'font-size': '.875rem', 'font-weight': '700', 'min-block-size': '1.5rem',
  'min-inline-size': '1.5rem', 'padding-block': '0', 'padding-inline': '.35rem', 'min-border-width': '0px',
});
put('nl-button', {
  'border-radius': c('radius'), 'column-gap': c('s2'), 'font-family': 'inherit', 'icon-size': '1.25rem', 'min-block-size': '3rem',
  'min-inline-size': '3rem', 'padding-block-start': '.7rem', 'padding-block-end': '.7rem', 'padding-inline-start': c('s5'),
  'padding-inline-end': c('s5'), 'focus-background-color': c('accent'), 'focus-border-color': c('on-accent'),
  'focus-color': c('on-accent'),
});
const button = (kind, fill, border, text, hoverFill, hoverBorder, hoverText) => {
  const states = {};
  for (const state of ['', 'hover-', 'active-']) {
    states[`${state}background-color`] = state ? hoverFill : fill;
    states[`${state}border-color`] = state ? hoverBorder : border;
    states[`${state}color`] = state ? hoverText : text;
  }
  put(`nl-button-${kind}`, {...states, 'border-width': '2px', 'font-size': c('text-md'), 'font-weight': '650', 'line-height': '1.3'});
};
button('default', c('surface'), c('line-strong'), c('ink'), c('sunken'), c('ink'), c('ink'));
button('primary', c('primary'), c('primary'), c('on-primary'), c('primary-hover'), c('primary-hover'), c('on-primary'));
button('secondary', 'transparent', c('primary'), c('link'), c('primary-soft'), c('primary'), c('on-primary-soft'));
button('subtle', 'transparent', 'transparent', c('link'), c('sunken'), 'transparent', c('link-hover'));
for (const kind of ['default', 'primary', 'secondary', 'subtle']) put(`nl-button-${kind}`, {
  'disabled-background-color': c('sunken'), 'disabled-border-color': c('line'), 'disabled-color': c('ink-soft'),
});
put('utrecht-document', {'background-color': c('paper'), color: c('ink'), 'font-family': c('font'), 'line-height': '1.6'});
put('utrecht-focus', {
  'outline-color': c('focus-outline'), 'outline-offset': '2px', 'outline-style': 'solid', 'outline-width': '3px',
  'inverse-outline-color': c('focus-halo'),
});
put('utrecht', {
  'action-activate-cursor': 'pointer', 'action-disabled-cursor': 'not-allowed', 'pointer-target-min-size': '44px',
  'space-around': '1', 'feedback-invalid-color': c('negative'), 'feedback-danger-color': c('negative'),
});
put('utrecht-action-group', {'column-gap': c('s4'), 'row-gap': c('s3'), 'margin-block-start': '0', 'margin-block-end': '0'});
put('utrecht-alert', {
  'background-color': c('info-bg'), 'border-color': c('info'), 'border-radius': c('radius'), 'border-width': '0', color: c('ink'),
  'column-gap': c('s4'), 'padding-block-start': c('s5'), 'padding-block-end': c('s5'), 'padding-inline-start': c('s5'),
  'padding-inline-end': c('s5'), 'content-row-gap': c('s2'), 'message-row-gap': c('s2'), 'icon-size': '1.5rem',
  'margin-block-end': c('s6'), 'margin-block-start': '0',
});
for (const [kind, state] of [['info', 'info'], ['ok', 'positive'], ['warning', 'warning'], ['error', 'negative']]) {
  put(`utrecht-alert-${kind}`, {'background-color': c(`${state}-bg`), 'border-color': c(state), 'border-width': '0', color: c('ink')});
  tokens[`utrecht-alert-icon-${kind}-color`] = c(state);
}
put('utrecht-form-control', {
  'background-color': c('surface'), 'border-color': c('line-strong'), 'border-radius': c('radius-s'), 'border-width': '2px',
  color: c('ink'), 'font-family': 'inherit', 'font-size': c('text-md'), 'font-weight': '400', 'line-height': '1.4',
  'max-inline-size': '32rem', 'padding-block-start': '.65rem', 'padding-block-end': '.65rem', 'padding-inline-start': c('s4'),
  'padding-inline-end': c('s4'), 'placeholder-color': c('ink-soft'), 'focus-background-color': c('surface'),
  'focus-border-color': c('ink'), 'focus-color': c('ink'), 'invalid-border-color': c('negative'),
  'invalid-background-color': c('surface'), 'invalid-color': c('ink'), 'read-only-background-color': c('sunken'),
  'read-only-border-color': c('line-strong'), 'read-only-color': c('ink'), 'disabled-background-color': c('sunken'),
  'disabled-color': c('ink-soft'), 'disabled-border-color': c('line'),
});
for (const kind of ['textbox', 'textarea']) put(`utrecht-${kind}`, {
  'invalid-border-color': c('negative'), 'font-weight': '400', 'max-inline-size': '32rem',
});
put('utrecht-textarea', {'min-block-size': '8rem'});
put('utrecht-select', {
  'background-color': c('surface'), 'border-color': c('line-strong'), 'border-width': '2px', 'border-radius': c('radius-s'),
  color: c('ink'), 'font-family': 'inherit', 'font-size': 'inherit', 'padding-inline-start': c('s3'),
  'padding-inline-end': c('s6'), 'padding-block-start': '.5rem', 'padding-block-end': '.5rem', 'min-block-size': '44px',
});
put('utrecht-form-field', {
  'margin-block-end': c('s6'), 'margin-block-start': '0', 'label-margin-block-end': c('s2'),
  'invalid-border-inline-start-color': c('negative'), 'invalid-border-inline-start-width': '4px',
  'invalid-padding-inline-start': c('s4'), 'description-color': c('ink-soft'), 'description-font-size': c('text-sm'),
  'description-line-height': '1.5', 'description-margin-block-end': c('s2'), 'error-message-color': c('negative'),
  'error-message-font-size': c('text-md'), 'error-message-line-height': '1.4', 'error-message-margin-block-end': c('s2'),
});
put('utrecht-form-fieldset', {
  'legend-color': c('ink'), 'legend-font-family': 'inherit', 'legend-font-size': c('text-md'), 'legend-font-weight': '650',
  'legend-margin-block-end': c('s2'), 'margin-block-end': c('s6'), 'invalid-border-inline-start-color': c('negative'),
  'invalid-border-inline-start-width': '4px', 'invalid-padding-inline-start': c('s4'),
});
put('utrecht-form-label', {
  color: c('ink'), 'font-size': c('text-md'), 'font-weight': '650', 'radio-font-weight': '400', 'checkbox-font-weight': '400',
  'checked-font-weight': '400',
});
put('utrecht-radio-button', {
  'background-color': c('surface'), 'border-color': c('line-strong'), 'border-width': '2px', color: c('primary'),
  'checked-background-color': c('primary'), 'checked-border-color': c('primary'), 'checked-border-width': '2px',
  'checked-color': c('on-primary'), 'hover-border-color': c('ink'), 'hover-border-width': '2px', 'focus-border-color': c('ink'),
  'focus-border-width': '2px', 'checked-focus-border-color': c('ink'), 'checked-focus-background-color': c('primary'),
  'checked-focus-color': c('on-primary'), 'checked-hover-background-color': c('primary-hover'),
  'checked-hover-border-color': c('primary-hover'), 'checked-hover-color': c('on-primary'), 'size': '1.5rem', 'icon-size': '38%',
  'margin-inline-end': c('s3'), 'invalid-border-color': c('negative'), 'invalid-border-width': '2px',
});
// States that the packages ask for.
put('utrecht-action-group', {'background-color': 'transparent'});
put('utrecht-form-field-description', {'valid-color': c('positive'), 'warning-color': c('warning')});
put('utrecht-form-field-error-message', {'background-color': 'transparent'});
put('utrecht-form-fieldset', {'section-background-color': 'transparent', 'section-color': 'inherit'});
put('utrecht-radio-button', {
  'checked-active-background-color': c('primary-hover'), 'checked-active-border-color': c('primary-hover'),
  'checked-active-border-width': '2px', 'checked-active-color': c('on-primary'), 'checked-focus-border-width': '2px',
  'checked-hover-border-width': '2px',
});
