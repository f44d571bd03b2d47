using System;
using Witx.Bindings.Tool;
using Witx.Bindings.Wasi;

ToolContext terminal = new(Console.Out, Console.Error)
{
    IsWatched = !Console.IsErrorRedirected,
    CachesPrograms = true,
    GuestTerminal = WasiTerminal.Console,
};
return WitxTool.Run(args, terminal);
