/** HTML document of all pages; the script adds the content. `color-scheme` prevents a white flash in dark mode. */
export const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Job Status Poller</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<noscript>This page requires JavaScript. To use the command line instead, run: npm run poller -- --help</noscript>
</body>
</html>
`;

export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1f5fc4"/><path d="M8 17l5 5 11-12" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** Returns the page for a rejected request. */
export const refusalPage = (message: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Access denied</title></head>
<body><h1>Access denied</h1><p>${message.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p></body>
</html>
`;
