/** What was counted, as `2 ok, 1 problem`; what there is none of is left out. */
export function countsText(totals: Readonly<Record<string, number>>): string {
  const counted = Object.entries(totals).filter(([, count]) => count > 0);
  return counted.map(([name, count]) => `${count} ${name}`).join(", ");
}
