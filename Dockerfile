# docker build -t assay . && docker run --rm -v "$PWD:/scan:ro" assay scan .
FROM node:24-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build
RUN npm pack --ignore-scripts --pack-destination /tmp \
	&& mkdir /opt/assay \
	&& tar -xzf /tmp/assay-scan-*.tgz -C /opt/assay --strip-components=1 \
	&& npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
	&& mv node_modules /opt/assay/node_modules \
	&& chmod 755 /opt/assay/dist/cli.js

FROM node:24-slim
ENV NODE_ENV=production
COPY --from=build /opt/assay /opt/assay
RUN ln -s /opt/assay/dist/cli.js /usr/local/bin/assay
USER 65532:65532
WORKDIR /scan
ENTRYPOINT ["assay"]
CMD ["--help"]
