export { isCurrency, minorDigits, type Currency } from './currency.ts';
export { formatInvoice, formatMoney } from './format.ts';
export { createInvoice, type Invoice, type InvoiceLine } from './invoice.ts';
export { add, multiply, parseMoney, zero, type Money } from './money.ts';
export { taxByRate, type TaxableAmount } from './tax.ts';
