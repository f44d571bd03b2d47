using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>Makes up an interface: types of every form, built of one another, and for each the functions that hand its values back.</summary>
internal abstract class RandomInterface(int seed)
{
    private readonly StringBuilder _text = new();

    protected Random Random { get; } = new(seed);

    protected List<string> Names { get; } = [];

    protected abstract string Errno { get; }

    /// <summary>An interface in today's spelling, or in that of before 2021.</summary>
    public static string Make(int seed, int types, bool isOlder) => (isOlder ? (RandomInterface)new OlderInterface(seed) : new NewerInterface(seed)).Make(types);

    /// <summary>A type that needs a name.</summary>
    protected abstract string Definition();

    /// <summary>Its values out of guest memory into guest memory, in every way in which an interface can say so.</summary>
    protected abstract string Functions(string type);

    protected string Members(int count) => Each(count, static i => $"$m{i}");

    protected static string Each(int count, Func<int, string> item) => string.Join(" ", Enumerable.Range(0, count).Select(item));

    protected string Pick(IReadOnlyList<string> all) => all[Random.Next(all.Count)];

    private string Make(int types)
    {
        _text.AppendLine($"(typename $errno {Errno})");
        for (int i = 0; i < types; i++)
        {
            _text.AppendLine($"(typename $t{i} {Definition()})");
            Names.Add($"t{i}");
        }

        return _text.AppendLine("(module $random").AppendJoin("\n", Names.Select(Functions)).Append(')').ToString();
    }
}
