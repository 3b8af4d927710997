const grave = new Set(['high', 'critical']);

/**
 * What `npm audit --json` found, judged: `{ answered, open, accepted, stale }`. An advisory counts when
 * it is high or critical and nobody accepted it with a reason for the time being.
 */
export function judgeAudit(report, acceptances, today) {
  if (!report?.vulnerabilities) {
    return {
      answered: false,
      reason: report?.message ?? 'no answer',
      open: [],
      accepted: [],
      stale: [],
    };
  }
  const advisories = new Map();
  for (const { name, via } of Object.values(report.vulnerabilities)) {
    // A text names the dependency through which it comes; that one has an entry of its own.
    for (const cause of via.filter((each) => typeof each === 'object')) {
      if (grave.has(cause.severity)) advisories.set(cause.url, { ...cause, package: name });
    }
  }
  const isAccepted = ({ url }) =>
    acceptances.some((one) => one.url === url && one.reason && one.until >= today);
  const found = [...advisories.values()];
  return {
    answered: true,
    open: found.filter((advisory) => !isAccepted(advisory)),
    accepted: found.filter(isAccepted),
    stale: acceptances.filter(({ url }) => !advisories.has(url)),
  };
}
