const number = (name, fallback) => {
  const value = Number(__ENV[name] || fallback);
  if (!(value >= 0)) {
    throw new Error(`${name} must be a number, not "${__ENV[name]}"`);
  }
  return value;
};

/** What the run is told by its environment. The last four make a smaller run of the same shape. */
export const settings = {
  api: (__ENV.API_BASE || 'http://localhost:4000').replace(/\/+$/, ''),
  durationSeconds: number('FLASH_SALE_DURATION', 600),
  startingQuantity: number('STARTING_QUANTITY', 1000),
  pollSeconds: number('POLLING_INTERVAL', 5),
  vus: number('VUS', 2000),
  rampSeconds: number('RAMP', 10),
  steadySeconds: number('STEADY', 200),
  thinkSeconds: number('THINK', 1),
};

/** The sale opens this long after it was made, and load comes this long after that. */
export const LEAD_SECONDS = 5;
export const CALM_SECONDS = 5;

export const stages = [
  { duration: `${settings.rampSeconds}s`, target: Math.ceil(settings.vus / 2) },
  { duration: `${settings.steadySeconds}s`, target: settings.vus },
  { duration: `${settings.rampSeconds}s`, target: 0 },
];
