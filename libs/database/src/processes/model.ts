import mongoose from 'mongoose';

export interface ProcessDoc {
  _id: string;
  kind: string;
  host: string;
  startedAt: Date;
  /** By the clock of MongoDB: silence is measured where it is heard. */
  at: Date;
  sessions: mongoose.mongo.Binary[];
  info: Record<string, unknown>;
}

export const processSchema = new mongoose.Schema<ProcessDoc>(
  {
    _id: { type: String, required: true },
    kind: String,
    host: String,
    startedAt: Date,
    at: Date,
    sessions: [Buffer],
    info: { type: mongoose.Schema.Types.Mixed, default: {} },
  },
  { collection: 'processes', versionKey: false, minimize: false },
);
