// SPDX-License-Identifier: BSL-1.0
/** What this port uses of the npm package google-libphonenumber, which has no types of its own. */

declare module "google-libphonenumber" {
  export interface PhoneNumber {
    getCountryCodeOrDefault(): number;
  }

  export interface PhoneMetadata {
    getGeneralDescOrDefault(): { possibleLengthArray(): number[] };
    getInternationalPrefixOrDefault(): string;
  }

  export class PhoneNumberUtil {
    static getInstance(): PhoneNumberUtil;
    static readonly ValidationResult: {
      readonly IS_POSSIBLE: number;
      readonly IS_POSSIBLE_LOCAL_ONLY: number;
      readonly INVALID_LENGTH: number;
      readonly TOO_SHORT: number;
      readonly TOO_LONG: number;
    };
    parse(text: string, region?: string): PhoneNumber;
    format(number: PhoneNumber, format: number): string;
    getMetadataForNonGeographicalRegion(callingCode: number): PhoneMetadata;
    getMetadataForRegion(region: string): PhoneMetadata;
    getNationalSignificantNumber(number: PhoneNumber): string;
    getNumberType(number: PhoneNumber): number;
    getRegionCodesForCountryCode(callingCode: number): string[];
    getRegionCodeForCountryCode(callingCode: number): string;
    getRegionCodeForNumber(number: PhoneNumber): string | null;
    getSupportedRegions(): string[];
    isPossibleNumberWithReason(number: PhoneNumber): number;
    isValidNumber(number: PhoneNumber): boolean;
    isValidNumberForRegion(number: PhoneNumber, region: string): boolean;
  }

  export const Error: { readonly [name: string]: string };
  export const PhoneNumberFormat: { readonly E164: number };
  export const PhoneNumberType: { readonly [name: string]: number };
}
