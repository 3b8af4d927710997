import { paintPng } from './paint-png.ts';

/** Pictures of three by two pixels, as a browser makes them. */
export const png = paintPng(3, 2, () => [204, 51, 0]);

export const jpeg = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////',
    '////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////',
    '////////////////////////////////////wAARCAACAAMDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA',
    'AAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAwT/xAAUEQEAAAAAAAAAAAAAAAAA',
    'AAAA/9oADAMBAAIRAxEAPwCYAlD/2Q==',
  ].join(''),
  'base64',
);

export const webp = Buffer.from(
  'UklGRjIAAABXRUJQVlA4ICYAAACQAQCdASoDAAIAB0CWJaACdLoAA5gA/t4Sea+IHo/2pgkjLwAAAA==',
  'base64',
);
