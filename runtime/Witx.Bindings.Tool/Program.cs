using System;
using Witx.Bindings.Tool;
using Witx.Bindings.Wasi;

// https://no-color.org
bool hasColors = !Console.IsErrorRedirected
    && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
    && Environment.GetEnvironmentVariable("TERM") is not "dumb";
ToolContext context = new(Console.Out, Console.Error)
{
    ErrorStyle = new TerminalStyle(hasColors),
    ShowsProgress = !Console.IsErrorRedirected,
    CacheCompiledPrograms = true,
    GuestTerminal = WasiTerminal.Console,
};
return WitxTool.Run(args, context);
