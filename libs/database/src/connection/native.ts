import type { Model, mongo } from 'mongoose';

/** The driver's collection below a model: no casting, no documents, for what runs often. */
export function native<T extends mongo.Document>(model: Model<T>): mongo.Collection<T> {
  return model.collection as unknown as mongo.Collection<T>;
}
