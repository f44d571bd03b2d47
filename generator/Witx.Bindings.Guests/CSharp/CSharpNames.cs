using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Naming;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.CSharp;

/// <summary>The identifiers of a C# class.</summary>
internal sealed class CSharpNames
{
    /// <summary>The keywords that a name in camel case can be.</summary>
    private static readonly HashSet<string> s_keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte",
        "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
        "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    private static readonly string[] s_object =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    private readonly Dictionary<object, string> _types = [];
    private readonly Dictionary<WitxFunction, string> _functions = [];
    private readonly IdentifierScope _members;

    public CSharpNames(string name, Declarations declarations, WitxDocument document)
    {
        _members = new IdentifierScope([name, .. s_object]);
        foreach (Declaration declaration in declarations.All.Where(static declaration => DeclaresType(declaration)))
        {
            _types.Add(declaration.Key, _members.Declare(Words.Pascal(declaration.Names)));
        }

        HashSet<string> repeated = FunctionNames.Repeated(document);
        foreach (WitxModule module in document.Modules)
        {
            foreach (WitxFunction function in module.Functions)
            {
                string method = repeated.Contains(function.Name) ? Words.Pascal(module.Name, function.Name) : Words.Pascal(function.Name);
                _functions.Add(function, _members.Declare(method));
            }
        }
    }

    /// <summary>True if the class declares a type. An alias stands for its target, which C# cannot name again.</summary>
    public static bool DeclaresType(Declaration declaration) =>
        declaration.Type is not (NamedType or BuiltinType or BoolType or PointerType);

    /// <summary>Prefixes a name with <c>@</c> if it is a keyword.</summary>
    public static string Escape(string name) => s_keywords.Contains(name) ? "@" + name : name;

    /// <summary>Creates a scope for the members of a type, in which its own name and those of <see cref="object"/> are reserved.</summary>
    public static IdentifierScope CreateTypeScope(string type) => new([type, .. s_object]);

    public string Type(Declaration declaration) => _types[declaration.Key];

    public string Type(TypeDefinition definition) => _types[definition];

    public string Type(WitxType type) => _types[type];

    public string Function(WitxFunction function) => _functions[function];

    /// <summary>Declares another member of the class.</summary>
    public string Declare(string name) => _members.Declare(name);
}
