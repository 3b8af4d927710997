import type { Analytics } from '@flash/shared-types';
import { formatCount, formatMoney } from '@flash/web';
import { momentOf } from '../kit/when.tsx';
import classes from './analytics.module.css';
import { percentOf } from './figures.ts';

interface KeyFiguresProps {
  analytics: Analytics;
  /** What is not sold by now stays. */
  isOver: boolean;
}

export function KeyFigures({ analytics, isOver }: KeyFiguresProps) {
  const { sold, refunded, stock, revenueMinor, currency } = analytics;
  const { conversion, granted, soldOutAt } = analytics;
  const left = formatCount(Math.max(0, stock - sold));
  const figures = [
    {
      name: 'Sold',
      value: formatCount(sold),
      words: `${percentOf(sold, stock)} of ${formatCount(stock)}`,
    },
    {
      name: 'Revenue',
      value: revenueMinor === 0 ? '0' : formatMoney(revenueMinor, currency),
      words: refunded === 0 ? 'nothing refunded' : `without ${formatCount(refunded)} refunded`,
    },
    {
      name: 'Paid',
      value: conversion === null ? '–' : percentOf(conversion * granted, granted),
      words: conversion === null ? 'no holds yet' : 'of holds',
    },
    {
      name: 'Sold out',
      value: soldOutAt === null ? (isOver ? 'No' : 'Not yet') : 'Yes',
      words:
        soldOutAt === null
          ? `${left} ${isOver ? 'not sold' : 'not sold so far'}`
          : momentOf(soldOutAt, undefined, true),
    },
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, value, words }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            <span className={classes.note}>{words}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
