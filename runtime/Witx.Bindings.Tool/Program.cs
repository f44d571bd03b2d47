using System;
using Witx.Bindings.Tool;
using Witx.Bindings.Wasi;

ToolContext context = new(Console.Out, Console.Error)
{
    ShowsProgress = !Console.IsErrorRedirected,
    CacheCompiledPrograms = true,
    GuestTerminal = WasiTerminal.Console,
};
return WitxTool.Run(args, context);
