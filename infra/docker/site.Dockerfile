# syntax=docker/dockerfile:1
# One of the two sites: docker build -f infra/docker/site.Dockerfile --build-arg SITE=site-web .
# The image knows no address: NEXT_PUBLIC_API_URL is read when the container runs.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
ARG SITE
ENV NX_DAEMON=false NEXT_TELEMETRY_DISABLED=1 SITE_OUTPUT=standalone
RUN npm run build --workspace apps/${SITE}

FROM ${NODE_IMAGE}
ARG SITE
WORKDIR /app/apps/${SITE}
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
COPY --from=build /app/apps/${SITE}/.next/standalone /app
COPY --from=build /app/apps/${SITE}/.next/static ./.next/static
COPY infra/docker/healthcheck.mjs /app/
USER node
EXPOSE 3000
CMD ["node", "server.js"]
