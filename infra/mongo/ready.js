// Run by the health check in mongosh: makes the replica set once, then says whether it can write.
// Its one member is called localhost, so that processes on the host find it under the name they
// dialled; containers connect with directConnection=true.
const { MONGO_INITDB_ROOT_USERNAME: user, MONGO_INITDB_ROOT_PASSWORD: password } = process.env;
const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
const admin = connect(`mongodb://${login}@127.0.0.1:27017/admin?directConnection=true`);

const NOT_YET_INITIALISED = 94;
try {
  admin.adminCommand({ replSetGetStatus: 1 });
} catch (error) {
  if (error.code !== NOT_YET_INITIALISED) {
    throw error;
  }
  const members = [{ _id: 0, host: 'localhost:27017' }];
  admin.adminCommand({ replSetInitiate: { _id: 'rs0', members } });
}
quit(admin.hello().isWritablePrimary ? 0 : 1);
