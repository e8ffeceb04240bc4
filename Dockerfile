# An image that runs `grade`: docker build -t netgrade . && docker run --rm -v "$PWD:/work" netgrade batch submissions --task 3-3
# Another image with Node, npm and a user `node` will do: --build-arg NODE_IMAGE=…
ARG NODE_IMAGE=node:22-bookworm-slim
FROM ${NODE_IMAGE} AS build
WORKDIR /netgrade
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
RUN npm run --silent build

FROM ${NODE_IMAGE}
ENV NETGRADE_HOME=/tmp/netgrade
COPY --from=build /netgrade /netgrade
RUN ln -s /netgrade/grader/bin/grade.mjs /usr/local/bin/grade
USER node
WORKDIR /work
ENTRYPOINT ["grade"]
CMD ["--help"]
