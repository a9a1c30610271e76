import type { Invoice } from './invoice.ts';
import type { Money } from './money.ts';

/** `1,234.50 EUR`: with as many decimals as the currency has. */
export function formatMoney(amount: Money): string {
  const sign = amount.minor < 0 ? '-' : '';
  const units = Math.abs(amount.minor);
  const whole = Math.floor(units / 100)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const fraction = (units % 100).toString().padStart(2, '0');
  return `${sign}${whole}.${fraction} ${amount.currency}`;
}

/** One line an item, then the totals, amounts in a column of their own. */
export function formatInvoice(invoice: Invoice): string {
  const rows: [string, Money][] = [
    ...invoice.lines.map((line): [string, Money] => [
      `${line.quantity} × ${line.description}`,
      line.net,
    ]),
    ['Net', invoice.net],
    ...[...invoice.tax].map(([rate, tax]): [string, Money] => [`Tax ${percent(rate)}`, tax]),
    ['Total', invoice.gross],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, money]) => `${label.padEnd(width)}  ${formatMoney(money)}`).join('\n');
}

function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(2))} %`;
}
