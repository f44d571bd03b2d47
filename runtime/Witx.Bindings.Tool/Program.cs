using System;
using Witx.Bindings.Tool;

Terminal terminal = new(Console.Out, Console.Error) { IsWatched = !Console.IsErrorRedirected, CachesPrograms = true };
return WitxTool.Run(args, terminal);
