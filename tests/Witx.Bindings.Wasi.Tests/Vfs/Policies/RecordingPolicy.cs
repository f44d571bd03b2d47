using System;
using System.Collections.Generic;
using System.Text;

namespace Witx.Bindings.Wasi.Tests.Vfs.Policies;

/// <summary>Records all requests as <c>access path</c>, with a character for each byte, and decides by a rule.</summary>
internal sealed class RecordingPolicy : IWasiFilePolicy
{
    internal List<string> Requests { get; } = [];

    /// <summary>Decides about an access to a path. The default allows everything.</summary>
    internal Func<WasiFileAccess, string, WasiPolicyDecision> Rule { get; set; } = static (_, _) => WasiPolicyDecision.Allow;

    public WasiPolicyDecision Decide(WasiFileRequest request)
    {
        string path = Encoding.Latin1.GetString(request.Path);
        Requests.Add($"{request.Access} {path}");
        return Rule(request.Access, path);
    }
}
