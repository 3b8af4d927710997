export const download = {
  name: 'download',
  probe: () => ({ ok: false, detail: 'not offered' }),
  provide: async () => undefined,
};
