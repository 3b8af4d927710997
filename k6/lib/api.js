import http from 'k6/http';
import { settings } from './settings.js';

const json = { 'Content-Type': 'application/json' };

/**
 * A request under a name of its own: without it every sale id would be a series of its own. Which
 * answers are expected is said per route, so that a sale that sold out is no failed request.
 */
export function get(name, path, { expected = [200], token } = {}) {
  return http.get(`${settings.api}${path}`, params(name, expected, token));
}

export function post(name, path, body, { expected = [200], token } = {}) {
  return http.post(`${settings.api}${path}`, JSON.stringify(body), params(name, expected, token));
}

/** The body, or an empty object where an answer is not what it should be. */
export function bodyOf(response) {
  try {
    return response.json() || {};
  } catch {
    return {};
  }
}

function params(name, expected, token) {
  return {
    headers: token ? { ...json, Authorization: `Bearer ${token}` } : json,
    tags: { name },
    responseCallback: http.expectedStatuses(...expected),
    timeout: '30s',
  };
}
