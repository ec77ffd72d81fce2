export default async function globalTearDown() {
  await globalThis.stopTestCluster?.();
}
