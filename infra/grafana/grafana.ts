/** One curve, or several that differ by a label: a query and how each result is called. */
export interface Curve {
  expr: string;
  legend?: string;
}

export interface Panel {
  title: string;
  /** What a person on call reads out of it, where the title does not say it. */
  help?: string;
  kind?: 'timeseries' | 'stat' | 'heatmap';
  unit?: 'short' | 's' | 'ms' | 'bytes' | 'percentunit' | 'reqps' | 'ops';
  stacked?: boolean;
  /** From this value on the number is red. */
  redFrom?: number;
  /** In twenty-fourths; a third of the page where nothing is said. */
  width?: number;
  curves: Curve[];
}

export interface Dashboard {
  uid: string;
  title: string;
  about: string;
  /** Lets the reader choose one sale; queries name it as `$sale`. */
  chooseSale?: boolean;
  rows: { title: string; panels: Panel[] }[];
}

const PAGE_WIDTH = 24;
const PANEL_WIDTH = 8;
const PANEL_HEIGHT = 8;
const STAT_HEIGHT = 4;
const datasource = { type: 'prometheus', uid: 'prometheus' };

/** A dashboard as Grafana stores it. */
export function grafanaJson({ uid, title, about, chooseSale, rows }: Dashboard): string {
  const content = {
    uid,
    title,
    description: about,
    tags: ['flash-sale'],
    schemaVersion: 39,
    version: 1,
    editable: false,
    graphTooltip: 1,
    refresh: '5s',
    time: { from: 'now-15m', to: 'now' },
    timezone: 'browser',
    templating: { list: chooseSale ? [saleVariable] : [] },
    annotations: { list: [] },
    links: [
      {
        ...{ type: 'dashboards', tags: ['flash-sale'], title: 'Flash sale' },
        ...{ asDropdown: false, includeVars: true, keepTime: true },
      },
    ],
    panels: placed(rows),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const saleVariable = {
  name: 'sale',
  label: 'Sale',
  type: 'query',
  datasource,
  query: { query: 'label_values(flash_sale_units, sale)', refId: 'sale' },
  refresh: 2,
  sort: 1,
  includeAll: true,
  allValue: '.+',
  multi: false,
  current: { text: 'All', value: '$__all', selected: true },
};

/** Rows one below the other, panels from left to right; what does not fit begins a new line. */
function placed(rows: Dashboard['rows']): object[] {
  const panels: object[] = [];
  let y = 0;
  for (const row of rows) {
    const gridPos = { x: 0, y, w: PAGE_WIDTH, h: 1 };
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: row.title,
      collapsed: false,
      gridPos,
    });
    y += 1;
    let [x, height] = [0, 0];
    for (const panel of row.panels) {
      const w = panel.width ?? PANEL_WIDTH;
      const h = panel.kind === 'stat' ? STAT_HEIGHT : PANEL_HEIGHT;
      if (x + w > PAGE_WIDTH) {
        [x, y, height] = [0, y + height, 0];
      }
      panels.push(panelJson(panel, panels.length + 1, { x, y, w, h }));
      [x, height] = [x + w, Math.max(height, h)];
    }
    y += height;
  }
  return panels;
}

function panelJson(panel: Panel, id: number, gridPos: object): object {
  const { title, help, kind = 'timeseries', curves } = panel;
  return {
    id,
    type: kind,
    title,
    ...(help ? { description: help } : {}),
    datasource,
    gridPos,
    targets: curves.map(({ expr, legend }, index) => ({
      ...{ refId: String.fromCharCode(65 + index), datasource, expr },
      legendFormat: legend ?? title,
      ...(kind === 'heatmap' ? { format: 'heatmap' } : {}),
    })),
    fieldConfig: { defaults: defaultsOf(panel), overrides: [] },
    options: optionsOf(kind),
  };
}

function defaultsOf({ kind, unit = 'short', stacked, redFrom }: Panel): object {
  const steps = [
    { color: 'green', value: null },
    ...(redFrom === undefined ? [] : [{ color: 'red', value: redFrom }]),
  ];
  return {
    unit,
    min: 0,
    thresholds: { mode: 'absolute', steps },
    ...(kind === 'stat' || kind === 'heatmap'
      ? {}
      : {
          custom: {
            lineWidth: 1,
            fillOpacity: stacked ? 40 : 8,
            showPoints: 'never',
            stacking: { mode: stacked ? 'normal' : 'none', group: 'A' },
          },
        }),
  };
}

function optionsOf(kind: Panel['kind']): object {
  switch (kind) {
    case 'stat':
      return { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } };
    case 'heatmap':
      return { calculate: false, yAxis: { unit: 's' }, color: { scheme: 'Oranges' } };
    default:
      return {
        legend: { displayMode: 'list', placement: 'bottom' },
        tooltip: { mode: 'multi', sort: 'desc' },
      };
  }
}
