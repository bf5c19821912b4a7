#!/usr/bin/env node
// SPDX-License-Identifier: BSL-1.0
'use strict';
// What the npm package google-libphonenumber makes of phone numbers: lines of fields separated by
// TABs, in which \\ and \xHH are escapes.
//
//   phone_oracle.js DIR parse              for each line of input and region: both, what the number
//                                          is (E.164 or "error"), and why C++ may differ
//   phone_oracle.js DIR examples           the same for every example number of every region in
//                                          every form
//   phone_oracle.js DIR random COUNT SEED  the same for COUNT random digit strings in each of three
//                                          forms for each region
//   phone_oracle.js DIR types              for each line of a text after "+" and a region: the
//                                          E.164 number, its type, its region ("-": none, or 001),
//                                          the given region, and whether the number is valid for
//                                          it (0 or 1); no line for what is no number
//   phone_oracle.js DIR typed REGION       an example in national form, and a number of the US as
//                                          dialled from the region
//   phone_oracle.js DIR example-types      the same for every example number and every region
//                                          of its calling code
//
// DIR is the unpacked package (scripts/phone_metadata).
const path = require('path');
const folder = path.resolve(process.argv[2]);
const library = require(folder);
const util = library.PhoneNumberUtil.getInstance();
const {PhoneNumberFormat, PhoneNumberType} = library;
const POSSIBLE = library.PhoneNumberUtil.ValidationResult.IS_POSSIBLE;
const MAX_E164 = 15;

const unescaped = field => Buffer.from(
    field.replace(/\\([\\tnr]|x[0-9A-Fa-f]{2})/g, (_, e) => ({'\\': '\\', t: '\t', n: '\n', r: '\r'})[e] ??
        String.fromCharCode(parseInt(e.slice(1), 16))),
    'latin1');
const escaped = text => Array.from(Buffer.from(text, 'utf8'), byte =>
    byte === 0x5c ? '\\\\' : byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte)
        : '\\x' + byte.toString(16).toUpperCase().padStart(2, '0')).join('');

// The differences between this package and libphonenumber 8.12.57 for C++ on the same metadata, each
// with its reason (decision 0016). All are about characters: none about digits, plans and lengths.
const differences = [
  // C++ refuses the whole text (decision 0011, 1). JavaScript has no bytes, and drops these.
  ['not UTF-8', (text, bytes) => !Buffer.from(text, 'utf8').equals(bytes)],
  ['control', text => /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f]/.test(text)],
  ['noncharacter', text => /\p{Noncharacter_Code_Point}/u.test(text)],
  // C++ knows the decimal digits of every script; JavaScript ASCII, full-width and two Arabic sets.
  ['digit of another script', text => /(?![0-9\uff10-\uff19\u0660-\u0669\u06f0-\u06f9])\p{Nd}/u.test(text)],
  // Of a number with three letters or more C++ keeps the ASCII digits only.
  ['vanity number with other digits', text => /(?![0-9])\p{Nd}/u.test(text) && /(?:[A-Za-z].*){3}/s.test(text)],
  // In C++ a letter or number of any script after the number belongs to it; JavaScript drops it.
  ['letter of another script at the end', text => /(?![0-9A-Za-z#])[\p{L}\p{N}][^\p{L}\p{N}#]*$/u.test(text)],
  // In C++ U+017F is an s in the label of an extension.
  ['long s', text => text.includes('\u017f')],
  // Since 8.13 a phone-context has to be well-formed.
  ['phone-context', text => text.includes(';phone-context=')],
  // JavaScript takes lower-case regions.
  ['lower-case region', (text, bytes, region) => region !== region.toUpperCase()],
];

const reason = (bytes, region) => {
  const text = bytes.toString('utf8');
  return (differences.find(([, applies]) => applies(text, bytes, region)) ?? [''])[0];
};

// The rule of decision 0013: parsed until it no longer changes.
function expected(text, region) {
  for (let i = 0; i < 20; ++i) {
    let number;
    try {
      number = util.parse(text, region);
    } catch (error) {
      return 'error';
    }
    if (util.isPossibleNumberWithReason(number) !== POSSIBLE) {
      return 'error';
    }
    const again = util.format(number, PhoneNumberFormat.E164);
    if (again === text) {
      return text.length <= 1 + MAX_E164 ? text : 'error';
    }
    [text, region] = [again, ''];
  }
  throw new Error(`parsing does not come to an end: ${text}`);
}

const typeNames = Object.fromEntries(Object.entries(PhoneNumberType).map(([name, value]) => [value, name.toLowerCase()]));

function classified(text, asked) {
  const number = util.parse(text, '');
  const type = typeNames[util.getNumberType(number)];
  if (util.isValidNumber(number) !== (type !== 'unknown')) {
    throw new Error(`valid without a type, or a type and not valid: ${text}`);
  }
  const region = util.getRegionCodeForNumber(number);
  return [text, type, region === null || region === '001' ? '-' : region, asked,
    util.isValidNumberForRegion(number, asked) ? 1 : 0];
}

const output = [];
const print = (...fields) => output.push(fields.join('\t'));
const lines = () => require('fs').readFileSync(0, 'latin1').split('\n').filter(line => line !== '');
const printParsed = (field, region) => {
  const bytes = unescaped(field);
  print(field, region, expected(bytes.toString('utf8'), region), reason(bytes, region));
};

const regionsOfCode = library.metadata.countryCodeToRegionCodeMap;

// Every example number and its region ("": a calling code without a region).
function exampleNumbers() {
  const numbers = [];
  for (const region of [...util.getSupportedRegions()].sort()) {
    for (const type of Object.values(PhoneNumberType)) {
      const number = util.getExampleNumberForType(region, type);
      if (number) {
        numbers.push([region, number]);
      }
    }
  }
  for (const code of util.getSupportedGlobalNetworkCallingCodes()) {
    numbers.push(['', util.getExampleNumberForNonGeoEntity(code)]);
  }
  return numbers;
}

const commands = {
  parse() {
    for (const line of lines()) {
      printParsed(...line.split('\t'));
    }
  },

  types() {
    for (const line of lines()) {
      const [text, asked] = line.split('\t');
      const number = expected(text, '');
      if (number !== 'error') {
        print(...classified(number, asked));
      }
    }
  },

  examples() {
    const regions = [...util.getSupportedRegions()].sort();
    exampleNumbers().forEach(([region, number], i) => {
      const elsewhere = regions[(i * 7 + 3) % regions.length];
      for (const [text, from] of [
        [util.format(number, PhoneNumberFormat.NATIONAL), region],
        [util.format(number, PhoneNumberFormat.INTERNATIONAL), region],
        [util.format(number, PhoneNumberFormat.INTERNATIONAL), ''],
        [util.format(number, PhoneNumberFormat.E164), elsewhere],
        [util.format(number, PhoneNumberFormat.RFC3966), region],
        [util.getNationalSignificantNumber(number), region],
        [util.formatOutOfCountryCallingNumber(number, elsewhere), elsewhere],
      ]) {
        printParsed(escaped(text), from);
      }
    });
  },

  typed(region) {
    const number = util.getExampleNumber(region);
    print(escaped(util.format(number, PhoneNumberFormat.NATIONAL)), region);
    print(escaped(util.formatOutOfCountryCallingNumber(util.getExampleNumber('US'), region)), region);
  },

  'example-types'() {
    for (const [, number] of exampleNumbers()) {
      const text = expected(util.format(number, PhoneNumberFormat.E164), '');
      if (text !== 'error') { // possible within an area only
        for (const region of regionsOfCode[number.getCountryCode()]) {
          print(...classified(text, region));
        }
      }
    }
  },

  random(count, seed) {
    let state = Number(seed) >>> 0;
    const below = limit => { // mulberry32
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) % limit;
    };
    const codes = Object.entries(regionsOfCode)
        .flatMap(([code, regions]) => regions.map(region => [code, region === '001' ? '' : region]));
    for (const [code, region] of codes) {
      const lengths = library.metadata.countryToMetadata[region || code][1][9];
      const digits = () => Array.from(
          {length: below(2) ? lengths[below(lengths.length)] : 1 + below(18)}, () => below(10)).join('');
      for (let i = 0; i < count; ++i) {
        for (const [text, from] of [['+' + code + digits(), region], [digits(), region], [code + digits(), region]]) {
          printParsed(text, from);
        }
      }
    }
  },
};

commands[process.argv[3]](...process.argv.slice(4));
process.stdout.write(output.join('\n') + '\n', 'latin1'); // as read
