using System;
using Witx.Bindings.Tool;

return WitxTool.Run(args, new Terminal(Console.Out, Console.Error) 
{
    IsWatched = !Console.IsErrorRedirected,
    CachesPrograms = true,
});
