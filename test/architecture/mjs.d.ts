declare module '*/house-order.mjs' {
  export const rooms: readonly { readonly name: string; readonly path: string }[];
  export const soleUsers: readonly { readonly library: string; readonly users: readonly string[] }[];
}
declare module '*/dependency-rules.mjs' {
  const rules: { readonly forbidden: readonly { readonly name: string }[] };
  export default rules;
}
