/**
 * Whether an IBAN, in capitals and without blanks, has the form that its country gives accounts: length, letters and
 * digits in their places, and the check digits of the country's own where the registry knows them. The check sum that all
 * share finds a slip of the finger; an account that no bank of the country can have it lets pass. The forms are 50 KB,
 * which only an instance that is asked to pay to a bank loads.
 */
export async function isIbanOfItsCountry(iban: string): Promise<boolean> {
  const { isValidIBAN } = await import('ibantools');
  return isValidIBAN(iban);
}
