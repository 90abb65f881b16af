namespace LiveView.Local.PubSub;

/// <summary>The small live page at the emulator's root.</summary>
internal static class Page
{
    public const string Html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Web PubSub emulator</title>
        <style>
          :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
          body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
          h1 { font-size: 1.3rem; } h2 { font-size: 1rem; margin-top: 2rem; }
          dl { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 0; }
          dt { opacity: .65; font-size: .8rem; } dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
          table { border-collapse: collapse; width: 100%; font-size: .9rem; }
          td, th { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #8884; vertical-align: top; }
          td:last-child { overflow-wrap: anywhere; font-family: ui-monospace, monospace; font-size: .8rem; }
        </style>
        </head>
        <body>
        <h1>Web PubSub emulator</h1>
        <dl id="numbers" aria-live="off"></dl>
        <h2>Hubs and groups</h2><table id="hubs"><thead><tr><th>hub</th><th>connections</th><th>group</th><th>members</th></tr></thead><tbody></tbody></table>
        <h2>Last messages</h2><table id="messages"><thead><tr><th>at</th><th>hub</th><th>group</th><th>to</th><th>message</th></tr></thead><tbody></tbody></table>
        <script>
        let last = null;
        const rows = (id, list) => document.querySelector(`#${id} tbody`).replaceChildren(...list.map(cells => {
          const row = document.createElement('tr');
          for (const cell of cells) row.insertCell().textContent = cell;
          return row;
        }));
        const number = (name, value) => {
          const box = document.createElement('div');
          box.append(Object.assign(document.createElement('dt'), { textContent: name }), Object.assign(document.createElement('dd'), { textContent: value }));
          return box;
        };
        async function look() {
          const now = performance.now(), state = await (await fetch('admin/state')).json();
          const rate = key => last ? Math.round((state[key] - last.state[key]) * 1000 / (now - last.now)) : 0;
          document.querySelector('#numbers').replaceChildren(
            number('connections', state.hubs.reduce((sum, hub) => sum + hub.connections, 0)),
            number('published / s', rate('published')), number('delivered / s', rate('delivered')), number('KB / s', Math.round(rate('bytes') / 1024)),
            number('dropped', state.dropped), number('slow clients closed', state.closed.SlowClient ?? 0));
          rows('hubs', state.hubs.flatMap(hub => hub.groups.length
            ? hub.groups.map((group, i) => [i ? '' : hub.name, i ? '' : hub.connections, group.name, group.members]) : [[hub.name, hub.connections, '', '']]));
          rows('messages', state.messages.map(m => [m.at.slice(11, 23), m.hub, m.group ?? '', m.receivers, m.text]));
          last = { now, state };
        }
        const loop = () => look().catch(() => { last = null; }).finally(() => setTimeout(loop, 1000));
        loop();
        </script>
        </body>
        </html>
        """;
}
