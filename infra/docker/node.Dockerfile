# syntax=docker/dockerfile:1
# The API or the worker: docker build -f infra/docker/node.Dockerfile --build-arg APP=api .
ARG NODE_IMAGE=node:24-bookworm-slim

# Manifests first: the packages are installed again only when one of them changes.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
ARG APP
# There is no git in here: --build-arg GIT_COMMIT=$(git rev-parse --short=12 HEAD)
ARG GIT_COMMIT
RUN node tools/run/builds.mjs ${APP}

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY --from=manifests /app ./
ARG APP
RUN --mount=type=cache,target=/root/.npm \
  npm ci --omit=dev --workspace apps/${APP} && find node_modules -type l -delete

FROM ${NODE_IMAGE}
WORKDIR /app
ENV NX_DAEMON=false
ARG APP
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist/apps/${APP} ./
COPY infra/docker/healthcheck.mjs ./
COPY infra/mongo/users.mjs ./mongo-users.mjs
USER node
EXPOSE 4000 4001
CMD ["node", "--enable-source-maps", "main.mjs"]
